import { and, eq, isNull, sql } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError, passwordSignInClosed } from "../domain/errors";
import type { RequestInfo } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import { ask } from "../kernel/read";
import { isPasswordSignInOpen } from "../platform/settings/env";
import { withPasswordWork } from "../platform/passwords/passwords";
import { addFailure, addRefusedTry } from "./failed-sign-ins";
import { notingRefusals, type Tried } from "./note-refusal";
import { admitInvited } from "./invited";
import { startSession, type SessionOwner } from "./start";
import { countTry, forgiveTry, originOf, signInSubjects } from "./throttle";

export type PasswordSignIn = { readonly email: string; readonly password: string };

/** A browser that has signed this person in before. @param at when it did so last */
export type KnownDevice = { readonly id: string; readonly at: Date };

/**
 * Signs a person in by email and password. Slowed down by person and origin; a browser that has signed in this person
 * before is held up by its own tries alone. Takes the same time whether the person exists or not.
 * @param device what the browser's cookie says; it spares a wait and opens nothing
 * @returns the token of a new session
 * @throws DomainError invalid_credentials | too_many_attempts | too_busy | password_sign_in_closed
 */
export function signInWithPassword(
  input: PasswordSignIn,
  request: RequestInfo,
  device: KnownDevice | null = null,
): Promise<string> {
  const email = input.email.trim().toLowerCase();
  const caller = { isKnown: device !== null, origin: originOf(request.address) };
  const tried: Tried = { userId: null };
  return notingRefusals(request, tried, () =>
    withPasswordWork(caller, async ({ verify }) => {
      const user = await ask((db) => findUser(db, email));
      tried.userId = user?.id ?? null;
      const subjects = signInSubjects(email, request.address, counted(user, device));
      await countTry(subjects).catch((error: unknown) => afterRefusedTry(error, email));
      const isRight = await verify(user?.passwordHash ?? null, input.password);
      // Whether or not the password is right: what is closed tells nothing of it.
      if (!isPasswordSignInOpen() && (!isRight || user?.isOpen !== true)) throw passwordSignInClosed();
      if (!user || !isRight) {
        await addFailure(email);
        throw new DomainError("invalid_credentials", "Email or password is wrong. Check both and try again.");
      }
      await forgiveTry(subjects);
      return startSession(user, request, user.passwordHash);
    }),
  );
}

type TriedUser = NonNullable<Awaited<ReturnType<typeof findUser>>>;

/** The browser that a try counts against alone; null for one that is not known, or not any more since a new password. */
function counted(user: TriedUser | null, device: KnownDevice | null): string | null {
  if (user === null || device === null) return null;
  return user.devicesKnownSince === null || device.at >= user.devicesKnownSince ? device.id : null;
}

/** A try that was not looked at is a failed sign-in too. */
async function afterRefusedTry(error: unknown, email: string): Promise<never> {
  if (error instanceof DomainError && error.code === "too_many_attempts") await addRefusedTry(email);
  throw error;
}

async function findUser(db: Reader, email: string) {
  const [user] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      passwordHash: users.passwordHash,
      devicesKnownSince: users.devicesKnownSince,
      isOpen: sql<boolean>`coalesce(${users.passwordOpenUntil} > now(), false)`,
    })
    .from(users)
    .where(and(eq(users.email, email), eq(users.status, "active")));
  return user ?? null;
}

export type OidcIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** As the issuer names the person; nothing where it does not. */
  readonly name?: string | null | undefined;
};

/**
 * Signs a person in whom an OpenID Connect issuer vouches for. People are added by the operator or invited by an admin,
 * never of themselves: the first time, the verified email finds the person, or an invitation that can be accepted, and
 * the identity is kept; afterwards the identity alone counts.
 * @returns the token of a new session
 * @throws DomainError invalid_credentials
 */
export function signInWithOidc(identity: OidcIdentity, request: RequestInfo): Promise<string> {
  return notingRefusals(request, { userId: null }, () => signInByIdentity(identity, request));
}

async function signInByIdentity(identity: OidcIdentity, request: RequestInfo): Promise<string> {
  const oidcSubject = `${identity.issuer} ${identity.subject}`;
  const known = () => ask((db) => findIdentity(db, oidcSubject));
  // Of two first sign-ins at once one links; the other finds what it has linked.
  const user =
    (await known()) ??
    (identity.isEmailVerified
      ? ((await linkIdentity(identity, oidcSubject, request)) ??
        (await admitInvited(identity, oidcSubject, request)) ??
        (await known()))
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

async function findIdentity(db: Reader, oidcSubject: string): Promise<SessionOwner | null> {
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
  return change(byPerson({ user: { ...owner, isStaff: false }, request }), [], async (tx) => {
    const linked = await tx
      .update(users)
      .set({ oidcSubject })
      .where(and(eq(users.id, owner.id), isFree));
    if (linked.rowCount !== 1) return { value: null, audit: "unchanged" };
    const named = { kind: "user", id: owner.id, name: owner.name };
    return { value: owner, audit: { action: "identity.linked", subject: named, after: { issuer, subject } } };
  });
}
