/** People who load pages of the console one after the other. */
import type { Pool } from "pg";

import { hashPassword } from "../lib/platform/passwords/passwords";

const EMAIL = "bench-0@bench.example";
const PASSWORD = "countersign-bench";
const BROWSERS = 8;

export type Session = { readonly page: string; readonly cookie: string };

/** Signs the admin of the first account in. @returns the page of that account's keys, with the session's cookie */
export async function signIn(owner: Pool, address: string): Promise<Session> {
  await owner.query("update users set password_hash = $1 where email = $2", [
    await hashPassword(PASSWORD),
    EMAIL,
  ]);
  const { rows } = await owner.query<{ account_id: string }>(
    "select m.account_id from memberships m join users u on u.id = m.user_id where u.email = $1",
    [EMAIL],
  );
  const response = await fetch(`${address}/api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (!response.ok || cookie === "") throw new Error(`Signing in failed: ${response.status}`);
  const session = {
    page: `${address}/accounts/${rows[0]?.account_id}/api-information/integration-keys`,
    cookie,
  };
  const page = await load(session);
  if (!page.includes("Bench key")) throw new Error("The page of keys shows none");
  return session;
}

/** Loads the page from many sides until it is told to stop. */
export function browse(session: Session): { readonly stop: () => Promise<number> } {
  const stopped = new AbortController();
  let loaded = 0;
  async function browser(): Promise<void> {
    while (!stopped.signal.aborted) {
      await load(session);
      loaded += 1;
    }
  }
  const browsers = Promise.all(Array.from({ length: BROWSERS }, browser));
  return {
    stop: async () => {
      stopped.abort();
      await browsers;
      return loaded;
    },
  };
}

async function load({ page, cookie }: Session): Promise<string> {
  const response = await fetch(page, { headers: { cookie } });
  if (response.status !== 200) throw new Error(`The page was answered ${response.status}`);
  return response.text();
}
