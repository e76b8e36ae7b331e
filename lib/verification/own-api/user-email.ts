import { runStatement, type GateDatabase } from "../statement/statement";

const EMAIL = {
  name: "gate_user_email",
  text: "select lower(email) = lower($2) as is_same from users where id = $1",
} as const;

/** True if this is the user's address. @throws VerificationUnavailable */
export async function isEmailOf(database: GateDatabase, userId: string, email: string): Promise<boolean> {
  const [row] = await runStatement<{ is_same: boolean }>(database, EMAIL, [userId, email]);
  return row?.is_same ?? false;
}

const OWN_EMAIL = { name: "gate_own_email", text: "select email from users where id = $1" } as const;

/** The user's address. @throws VerificationUnavailable */
export async function emailOf(database: GateDatabase, userId: string): Promise<string> {
  const [row] = await runStatement<{ email: string }>(database, OWN_EMAIL, [userId]);
  return row?.email ?? "";
}
