export type UnavailableCode = "database_unavailable" | "overloaded";

/** The check could not be made, so the request is not let through (I4). */
export class VerificationUnavailable extends Error {
  override readonly name = "VerificationUnavailable";
  readonly code: UnavailableCode;

  constructor(code: UnavailableCode, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
