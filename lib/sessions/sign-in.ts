import { and, eq, isNull } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError } from "../domain/errors";
import type { RequestInfo } from "../kernel/context";
import type { Database } from "../kernel/database";
import { mutateOwn } from "../kernel/mutate";
import { ask } from "../kernel/read";
import { verifyPassword } from "../platform/passwords";
import { countTry, forgiveTry, subjectsOf } from "./sign-in-limit";
import { startSession, type SessionOwner } from "./start";

export type PasswordSignIn = { readonly email: string; readonly password: string };

/**
 * Signs a person in by email and password. Limited per person and per address; takes the same time whether the
 * person exists or not.
 * @returns the token of a new session
 * @throws DomainError invalid_credentials | too_many_attempts
 */
export async function signInWithPassword(input: PasswordSignIn, request: RequestInfo): Promise<string> {
  const email = input.email.trim().toLowerCase();
  const subjects = subjectsOf(email, request.address);
  await ask((db) => countTry(db, subjects));
  const user = await ask((db) => findUser(db, email));
  const isRight = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !isRight) {
    throw new DomainError("invalid_credentials", "Email or password is wrong. Check both and try again.");
  }
  await ask((db) => forgiveTry(db, subjects));
  return startSession(user, request, user.passwordHash);
}

async function findUser(db: Database, email: string) {
  const [user] = await db
    .select({ id: users.id, email: users.email, name: users.name, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.email, email), eq(users.status, "active")));
  return user ?? null;
}

export type OidcIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
};

/**
 * Signs a person in whom an OpenID Connect issuer vouches for. People are added by the operator, never made here: the
 * first time, the verified email finds the person and the identity is kept; afterwards the identity alone counts.
 * @returns the token of a new session
 * @throws DomainError invalid_credentials
 */
export async function signInWithOidc(identity: OidcIdentity, request: RequestInfo): Promise<string> {
  const oidcSubject = `${identity.issuer} ${identity.subject}`;
  const known = () => ask((db) => findIdentity(db, oidcSubject));
  // Of two first sign-ins at once one links; the other finds what it has linked.
  const user =
    (await known()) ??
    (identity.isEmailVerified
      ? ((await linkIdentity(identity, oidcSubject, request)) ?? (await known()))
      : null);
  if (!user) {
    throw new DomainError(
      "invalid_credentials",
      "Nobody here has this identity. Ask the operator of this console to add you first.",
    );
  }
  return startSession(user, request);
}

const OWNER_COLUMNS = { id: users.id, email: users.email, name: users.name };

async function findIdentity(db: Database, oidcSubject: string): Promise<SessionOwner | null> {
  const [known] = await db
    .select(OWNER_COLUMNS)
    .from(users)
    .where(and(eq(users.oidcSubject, oidcSubject), eq(users.status, "active")));
  return known ?? null;
}

/**
 * Keeps the identity with the person who has this email and no identity yet; on the person's record, since it is a
 * way to sign in from then on. Of two at once, one.
 */
async function linkIdentity(
  { issuer, subject, email }: OidcIdentity,
  oidcSubject: string,
  request: RequestInfo,
): Promise<SessionOwner | null> {
  const isFree = and(
    eq(users.email, email.trim().toLowerCase()),
    eq(users.status, "active"),
    isNull(users.oidcSubject),
  );
  const [owner] = await ask((db) => db.select(OWNER_COLUMNS).from(users).where(isFree));
  if (!owner) return null;
  return mutateOwn({ user: { ...owner, isStaff: false }, request }, async (tx) => {
    const linked = await tx
      .update(users)
      .set({ oidcSubject })
      .where(and(eq(users.id, owner.id), isFree));
    if (linked.rowCount !== 1) return { value: null, audit: "unchanged" };
    const named = { kind: "user", id: owner.id, name: owner.name };
    return { value: owner, audit: { action: "identity.linked", subject: named, after: { issuer, subject } } };
  });
}
