import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type { ChangePasswordRequest, SessionList, SignInRequest } from "../contracts/sessions";
import { request, RequestError } from "./request";

const OWN_SESSIONS = "/api/you/sessions";

export const sessionQueryKeys = { all: ["you", "sessions"] as const };

/** @throws RequestError invalid_credentials | too_many_attempts | validation_failed */
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
 * Passwords must not stay in the cache of mutations, so this is none.
 * @throws RequestError validation_failed | too_many_attempts
 */
export function changePassword(body: ChangePasswordRequest): Promise<void> {
  return request<void>("/api/you/password", { method: "PUT", body });
}
