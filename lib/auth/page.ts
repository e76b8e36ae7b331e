/** How pages know who looks at them. Route handlers use lib/http/handler.ts instead. */
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";

import { DomainError } from "../domain/errors";
import { openAccount } from "../kernel/access";
import type { AccountContext, SessionContext, StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { writeErrorDigest } from "../contracts/fields/error-digest";
import { safeNextPath } from "../addresses/next-path";
import { newPasswordPage, signInPage } from "../addresses/pages";
import { PATH_HEADER, requestInfoOf } from "./request";
import { pageSession } from "./session";
import { uuid } from "@/lib/contracts/fields/uuid";

/**
 * The signed-in person. Visitors without a cookie were sent to the sign-in page by the proxy; who comes here without
 * a session had one that ended, and is told so there, with the way back. Whose password the operator chose is sent to choose
 * another one before anything else.
 */
export async function requireSession(): Promise<SessionContext> {
  const session = await orNotFound(pageSession());
  if (session && !session.mustChangePassword) return session;
  const path = safeNextPath((await headers()).get(PATH_HEADER));
  const next = path === null || path === "/" ? {} : { next: path };
  redirect(session ? newPasswordPage(next) : signInPage({ reason: "ended", ...next }));
}

/** The account of the address, or the same "not found" for what does not exist and what is not theirs (I6). */
export const requireAccount = cache(async (accountId: string): Promise<AccountContext> => {
  const session = await requireSession();
  if (!uuid().safeParse(accountId).success) notFound();
  return orNotFound(ask((db) => openAccount(db, session, accountId)));
});

/** The value, or null where support has to say first why it looks (R11), which the page then asks. */
export async function orUnasked<T>(value: Promise<T>): Promise<T | null> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof DomainError && error.code === "look_needs_reason") return null;
    throw error;
  }
}

/**
 * The value, with a refusal "not_found" turned into the not-found page. Any other error goes on to the error page,
 * with the id of the request, which that page shows.
 */
export async function orNotFound<T>(value: Promise<T>): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    if (error instanceof Error && !("digest" in error)) {
      const { requestId } = requestInfoOf(new Headers(await headers()));
      const code = error instanceof DomainError ? error.code : "internal_error";
      Object.assign(error, { digest: writeErrorDigest({ code, requestId }) });
    }
    throw error;
  }
}

/** One of the operator's own people; to anyone else the page does not exist. */
export const requireStaff = cache(async (): Promise<StaffContext> => {
  const session = await requireSession();
  if (!session.user.isStaff) notFound();
  return { ...session, user: { ...session.user, isStaff: true } };
});
