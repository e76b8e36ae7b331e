import type { DomainError, ErrorCode } from "../domain/errors";
import type { RequestInfo } from "../kernel/context";
import { noteSecurity, type SecurityKind } from "../platform/logs/security-log";
import { statusOf } from "./problem";

/** Who asked for what, as far as the request got before it was refused. */
export type Asker = { userId: string | null; accountId: string | null };

/** Refused sign-ins are noted where they are decided, which knows whom they named (lib/sessions). */
const NOTED_ELSEWHERE: readonly ErrorCode[] = [
  "invalid_credentials",
  "password_sign_in_closed",
  "too_many_attempts",
];

/**
 * Notes a refusal that attacks cause. What is not there counts among them where somebody has signed in: whether it is
 * another account's is not looked up, since the time that takes would tell.
 */
export function noteRefusal(error: DomainError, request: RequestInfo, asker: Readonly<Asker>): void {
  const kind = kindOf(error.code, asker);
  if (kind !== null) noteSecurity({ kind, code: error.code, request, ...asker });
}

function kindOf(code: ErrorCode, asker: Readonly<Asker>): SecurityKind | null {
  if (NOTED_ELSEWHERE.includes(code)) return null;
  if (code === "cross_origin") return "cross_site_refused";
  if (code === "not_found") return asker.userId === null ? null : "access_refused";
  const status = statusOf(code);
  if (status === 429) return "limit_reached";
  // Of 404, what is left is a mailed link that somebody made up.
  return status === 401 || status === 403 || status === 404 ? "access_refused" : null;
}
