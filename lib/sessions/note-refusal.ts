import { DomainError, type ErrorCode } from "../domain/errors";
import type { RequestInfo } from "../kernel/context";
import { noteSecurity, type SecurityKind } from "../platform/logs/security-log";

const KINDS: Partial<Record<ErrorCode, SecurityKind>> = {
  invalid_credentials: "sign_in_refused",
  password_sign_in_closed: "sign_in_refused",
  too_many_attempts: "limit_reached",
  too_busy: "limit_reached",
};

/** Whom a try is about, filled in once that is known. */
export type Tried = { userId: string | null };

/** Does what signs somebody in or asks for a password, and notes in the security log why it was refused. */
export async function notingRefusals<T>(
  request: RequestInfo,
  tried: Tried,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    const kind = code === "wrong_password" ? "sign_in_refused" : code && KINDS[code];
    if (code && kind) noteSecurity({ kind, code, request, userId: tried.userId });
    throw error;
  }
}

function codeOf(error: unknown): ErrorCode | "wrong_password" | null {
  if (!(error instanceof DomainError)) return null;
  return error.errors.some(({ code }) => code === "wrong_password") ? "wrong_password" : error.code;
}
