/** Logged requests for tests that are about what becomes of them: written directly, since gates alone log. */
import { newId } from "../../lib/platform/ids";
import type { Database } from "../client";
import { requestLogEntries } from "../schema/request-logs";

/** Writes a request into the log of the person whom the key acts as. @returns its id */
export async function logOneRequest(
  db: Database,
  accountId: string,
  key: { readonly id: string; readonly userId: string },
  target = "/agreements",
): Promise<string> {
  const id = newId();
  await db.insert(requestLogEntries).values({
    id,
    userId: key.userId,
    accountId,
    keyId: key.id,
    at: new Date(),
    method: "GET",
    target,
    headers: [["authorization", "Bearer [masked]"]],
    address: "192.0.2.1",
    code: "allowed",
    status: 200,
    durationMicroseconds: 3_400,
  });
  return id;
}
