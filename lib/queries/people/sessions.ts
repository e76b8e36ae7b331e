import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  ChoosePasswordRequest,
  ForgottenPasswordRequest,
} from "../../contracts/people/forgotten-password";
import type { ChangePasswordRequest, SessionList, SignInRequest } from "../../contracts/people/sessions";
import { request, RequestError } from "../request";

const OWN_SESSIONS = "/api/you/sessions";

export const sessionQueryKeys = { all: ["you", "sessions"] as const };

/**
 * Signs in by email and password.
 * @throws RequestError invalid_credentials | too_many_attempts | too_busy | password_sign_in_closed | validation_failed
 */
export function signIn(body: SignInRequest): Promise<void> {
  return request<void>("/api/sign-in", { method: "POST", body });
}

/** Begins a sign-in at the OpenID Connect issuer. @returns the issuer's page to go to */
export function startOidcSignIn(next: string | null): Promise<{ url: string }> {
  return request<{ url: string }>("/api/sign-in/oidc", {
    method: "POST",
    body: next === null ? {} : { next },
  });
}

/** Ends this session. @returns null, also where it had ended already; or why it could not be ended */
export async function signOut(): Promise<string | null> {
  try {
    await request<void>("/api/sign-out", { method: "POST", isLeaving: true });
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.status === 401 ? null : error.message;
  }
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: sessionQueryKeys.all,
    queryFn: ({ signal }) => request<SessionList>(OWN_SESSIONS, { signal }),
  });
}

export function revokeSessionMutation() {
  return mutationOptions({
    mutationFn: (sessionId: string) => request<void>(`${OWN_SESSIONS}/${sessionId}`, { method: "DELETE" }),
  });
}

export function revokeOtherSessionsMutation() {
  return mutationOptions({
    mutationFn: () => request<void>(OWN_SESSIONS, { method: "DELETE" }),
  });
}

/**
 * Changes the person's password; no mutation of TanStack Query, in whose cache it would stay.
 * @throws RequestError validation_failed | too_many_attempts
 */
export function changePassword(body: ChangePasswordRequest): Promise<void> {
  return request<void>("/api/you/password", { method: "PUT", body });
}

/**
 * Asks for a link to choose another password. The answer is the same whether or not somebody has the address.
 * @throws RequestError too_many_attempts | mail_not_set_up | password_sign_in_closed | validation_failed
 */
export function askForPasswordLink(body: ForgottenPasswordRequest): Promise<void> {
  return request<void>("/api/forgotten-password", { method: "POST", body });
}

/**
 * Sets the password of the person whom the link was mailed to.
 * @throws RequestError link_not_valid | validation_failed | too_busy | password_sign_in_closed
 */
export function chooseForgottenPassword(body: ChoosePasswordRequest): Promise<void> {
  return request<void>("/api/forgotten-password", { method: "PUT", body });
}

/** Says that the failed sign-ins before this session are seen. @throws RequestError */
export function dismissFailedSignIns(): Promise<void> {
  return request<void>("/api/you/failed-sign-ins", { method: "DELETE" });
}

/** Whether somebody else is signed in now than this document was made for. Without an answer nothing is known of it. */
export async function isPageOfOther(): Promise<boolean> {
  try {
    await request("/api/me", { keepsPage: true });
    return false;
  } catch (error) {
    return error instanceof RequestError && error.code === "other_person";
  }
}
