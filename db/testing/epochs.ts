import type { Pool } from "pg";

/** The present epochs of an account, which manages its own key, and of the person whom the key acts as. */
export async function epochsOf(pool: Pool, accountId: string, userId: string) {
  const { rows } = await pool.query<{ account: string; person: string }>(
    `select (select access_epoch from accounts where id = $1) as account,
      (select access_epoch from users where id = $2) as person`,
    [accountId, userId],
  );
  const [{ account, person } = { account: "", person: "" }] = rows;
  return { accountEpoch: account, managerId: accountId, managerEpoch: account, userId, userEpoch: person };
}
