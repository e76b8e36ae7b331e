import { DomainError } from "../domain/errors";

/** Serialization failure, deadlock: the transaction did nothing and can be run again. */
const RETRYABLE = new Set(["40001", "40P01"]);
/** Classes of SQLSTATE that say the server can't be used now: connection, resources, operator, system. */
const UNAVAILABLE_CLASSES = new Set(["08", "53", "57", "58"]);
/** A server that only reads: a standby, or the primary of before a failover. */
const READ_ONLY = "25006";
const UNAVAILABLE_SYSTEM = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const UNAVAILABLE_TEXT =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout/;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The driver's error inside the query builder's. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && !("code" in root) && root.cause !== undefined) root = root.cause;
  return root;
}

/** True if the transaction was rolled back for a conflict and can be repeated. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(rootOf(error)));
}

/**
 * The error that callers see: "conflict" where the transaction was rolled back for others', "database unavailable" for
 * a database that can't answer, else the error itself.
 */
export function readableError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (isRetryable(error)) {
    const words = "Others were changing the same thing at that moment. Nothing was changed. Try again.";
    return new DomainError("conflict", words, { retryAfterSeconds: 1, cause: error });
  }
  const root = rootOf(error);
  const code = codeOf(root);
  const text = root instanceof Error ? root.message : "";
  const isUnavailable =
    UNAVAILABLE_CLASSES.has(code.slice(0, 2)) ||
    code === READ_ONLY ||
    UNAVAILABLE_SYSTEM.has(code) ||
    UNAVAILABLE_TEXT.test(text);
  if (!isUnavailable) return error;
  return new DomainError(
    "database_unavailable",
    "The database does not answer. Try again in a moment. If you were changing something, look first whether it was done.",
    { retryAfterSeconds: 5, cause: error },
  );
}
