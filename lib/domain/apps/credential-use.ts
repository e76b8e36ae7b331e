/**
 * How a credential of an app is used, beside those that came after it. A call is a credential's where the access token that it
 * came with was got with that credential. To prove with it to be the app is a use of it too: to get a token, called with or not,
 * to ask about one, or to give one back.
 */
import { rotationOf, type Rotation } from "../keys/rotation";
import { ACCESS_LIVES_MS } from "../oauth/token-life";
import { MINUTE_MS } from "../time/durations";

/** What is known of one credential from the record. */
export type CredentialFacts = {
  readonly id: string;
  readonly kind: "client_secret" | "rsa_public_key";
  readonly createdAt: Date;
  /** False of one that was removed or has expired. */
  readonly isUsable: boolean;
  /** When somebody last proved with it to be the app, to the minute: for all that is known, to get a token. */
  readonly provenAt: Date | null;
  /** Its calls that were let through in the stretch that was looked at, and the last of them. */
  readonly calls: number;
  readonly lastCallAt: Date | null;
};

export type CredentialUse = {
  /**
   * From this instant on nobody has used it for certain; null where nobody ever has. Of one without a call in the stretch that
   * was looked at it may be up to the life of a token too late, and never too early.
   */
  readonly quietSince: Date | null;
  /** How far programs have changed over to newer ones of its kind; null where there is none. */
  readonly rotation: Rotation | null;
};

/** The longest that a token which was got with a credential is good, counted from a note that is to the minute. */
const TOKEN_LIFE_MS = Math.max(...ACCESS_LIVES_MS) + MINUTE_MS;

/**
 * The use of a credential at an instant.
 * @param all the credentials of its app, itself among them
 * @param since from this instant on every call was looked at
 */
export function credentialUse(
  credential: CredentialFacts,
  all: readonly CredentialFacts[],
  { since, now }: { readonly since: Date; readonly now: Date },
): CredentialUse {
  const quietSince = quietSinceOf(credential, since);
  const newer = all.filter(
    ({ kind, createdAt, isUsable, id }) =>
      kind === credential.kind &&
      isUsable &&
      (createdAt > credential.createdAt ||
        (createdAt.getTime() === credential.createdAt.getTime() && id > credential.id)),
  );
  const replacedAt = newer.map(({ createdAt }) => createdAt).toSorted((a, b) => a.getTime() - b.getTime())[0];
  if (!replacedAt || !credential.isUsable) return { quietSince, rotation: null };
  const newCalls = newer.reduce((sum, { calls }) => sum + calls, 0);
  const facts = { oldCalls: credential.calls, newCalls, oldLastUsedAt: quietSince, replacedAt };
  return { quietSince, rotation: rotationOf(facts, now) };
}

/** Without a call that was seen, one may have come until its last token ended, or until what was looked at begins. */
function quietSinceOf({ provenAt, lastCallAt }: CredentialFacts, since: Date): Date | null {
  if (lastCallAt) return provenAt && provenAt > lastCallAt ? provenAt : lastCallAt;
  if (!provenAt) return null;
  if (provenAt >= since) return provenAt;
  const tokenEnd = new Date(provenAt.getTime() + TOKEN_LIFE_MS);
  return tokenEnd < since ? tokenEnd : since;
}
