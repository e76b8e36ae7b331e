/**
 * What an error page learns about an error of the server. Next gives it a digest and nothing else, so pages put the
 * refusal's code and the id of the request into it.
 */
export type ErrorDigest = { readonly code: string; readonly requestId: string };

export function writeErrorDigest({ code, requestId }: ErrorDigest): string {
  return `${code}/${requestId}`;
}

/**
 * Reads the digest of an error; those that Next made itself are ids without a code, which the log has too
 * (instrumentation.ts).
 */
export function readErrorDigest(digest: string): ErrorDigest {
  const [code, requestId] = digest.split("/");
  return code && requestId ? { code, requestId } : { code: "internal_error", requestId: digest };
}
