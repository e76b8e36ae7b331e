/** Why next-auth's own sign-in does not always answer with a redirect. */
import { AsyncLocalStorage } from "node:async_hooks";

import type { DomainError } from "../domain/errors";

const asked = new AsyncLocalStorage<{ refusal: DomainError | null }>();

/**
 * What next-auth answers, unless the sign-in was not looked at. It makes a redirect of every refusal, which tells a
 * program that its password is wrong, and no proxy to wait.
 * @throws DomainError too_busy
 */
export async function tellingTooBusy(work: () => Promise<Response>): Promise<Response> {
  const held: { refusal: DomainError | null } = { refusal: null };
  const answer = await asked.run(held, work);
  if (held.refusal !== null) throw held.refusal;
  return answer;
}

/** Notes how the sign-in that is under way was refused. */
export function noteRefusedSignIn(refusal: DomainError): void {
  const held = asked.getStore();
  if (held && refusal.code === "too_busy") held.refusal = refusal;
}
