import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";

import { sessions, users } from "@/db/schema/users";

import { DomainError } from "../domain/errors";
import type { AuditEntry } from "../domain/record/audit-event";
import type { RequestInfo } from "../kernel/context";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import { newId } from "../platform/ids";
import { sha256 } from "../platform/secrets/secrets";
import { takeFailures } from "./failed-sign-ins";

/** Absolute life of a session, whatever happens in it. */
const SESSION_HOURS = 12;

/** What the table knows a session's token by. */
export function sessionHash(token: string): string {
  return sha256(token).toString("hex");
}

export type SessionOwner = { readonly id: string; readonly email: string; readonly name: string };

/**
 * Starts a session of its own id for every sign-in. The person is looked at again under a lock: a password that was
 * changed while it was being checked has ended all sessions, and must not begin another one after that. Failed sign-ins
 * before it go on the person's record with it, summed up, and are shown in the session.
 * @param passwordHash the hash that the password was checked against, for a sign-in by password
 * @returns the random token for the cookie; the database keeps its hash only
 * @throws DomainError invalid_credentials for a person who was deactivated, or got another password, meanwhile
 */
export function startSession(
  owner: SessionOwner,
  request: RequestInfo,
  passwordHash?: string | null,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const publicId = newId();
  return change(byPerson({ user: { ...owner, isStaff: false }, request }), [], async (tx) => {
    const isSame = typeof passwordHash === "string" ? eq(users.passwordHash, passwordHash) : undefined;
    const [user] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, owner.id), eq(users.status, "active"), isSame))
      .for("share");
    if (!user) {
      throw new DomainError("invalid_credentials", "What you sign in with was changed just now. Try again.");
    }
    const { failed, audit } = await takeFailures(tx, owner);
    await tx.insert(sessions).values({
      idHash: sessionHash(token),
      publicId,
      userId: owner.id,
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      address: request.address,
      userAgent: request.userAgent,
      signInMethod: typeof passwordHash === "string" ? "password" : "oidc",
      failedBefore: failed?.count ?? null,
      failedSince: failed?.firstAt ?? null,
    });
    const started: AuditEntry = {
      action: "session.started",
      subject: { kind: "session", id: publicId, name: "Session" },
    };
    return { value: token, audit: [...audit, started] };
  });
}
