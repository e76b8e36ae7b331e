/** Headers of answers, as the document describes them. */
const TEXT = { type: "string" };
const COUNT = { type: "string", pattern: "^\\d+$" };
const UUID = { type: "string", format: "uuid" };

const HEADERS = {
  "X-Request-Id": ["Names the request in the gate's log; of a recorded call, its id.", UUID],
  "X-Countersign-Call": ["The recorded call. Its outcome can be reported with this id.", UUID],
  "X-Countersign-Key": ["GUID of the key.", UUID],
  "X-Countersign-Account": ["Account of the key.", UUID],
  "X-Countersign-User": ["Person whom the key acts as.", UUID],
  "X-Countersign-Environment": [
    "sandbox or production.",
    { type: "string", enum: ["sandbox", "production"] },
  ],
  "X-Countersign-Scopes": ["Effective scopes, separated by spaces.", TEXT],
  "X-Countersign-Problem": [
    "The body once more, for gateways that pass on headers of a refusal but not its body.",
    TEXT,
  ],
  "X-RateLimit-Limit": ["Calls that the account may make per clock hour.", COUNT],
  "X-RateLimit-Remaining": ["Calls left in this hour.", COUNT],
  "X-RateLimit-Reset": ["The next full hour, in seconds since 1970.", COUNT],
  "X-BurstLimit-Limit": ["Calls that the account may make per 30 seconds.", COUNT],
  "X-BurstLimit-Remaining": ["Calls left in these 30 seconds.", COUNT],
  "WWW-Authenticate": [
    "Why the key was refused (RFC 6750), and where clients learn who gives tokens (RFC 9728).",
    TEXT,
  ],
  "X-Accepted-Scopes": ["The scopes that the request needs, separated by spaces.", TEXT],
  "Retry-After": ["Seconds to wait.", COUNT],
  Deprecation: ["Of legacy authentication: since when it is deprecated (RFC 9745).", TEXT],
  Sunset: ["Of legacy authentication: when the account stops to allow it (RFC 8594).", TEXT],
  "Access-Control-Allow-Origin": ["Scripts of these sites may read it.", TEXT],
  ETag: ["Names these bytes, for `If-None-Match`.", TEXT],
  Vary: ["The answer depends on this header of the request.", TEXT],
  "Content-Encoding": ["How the body is compressed.", { type: "string", enum: ["br", "gzip"] }],
} as const;

export type HeaderName = keyof typeof HEADERS;

export const LIMIT_HEADERS: readonly HeaderName[] = [
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-BurstLimit-Limit",
  "X-BurstLimit-Remaining",
];

/** Of answers to legacy authentication. */
export const LEGACY_HEADERS: readonly HeaderName[] = ["Deprecation", "Sunset"];

/** Headers that every answer of this kind has, and those that only some have. */
export function headerObjects(always: readonly HeaderName[], sometimes: readonly HeaderName[]) {
  const entries = [...always, ...sometimes].map((name) => {
    const [description, schema] = HEADERS[name];
    return [name, { description, required: always.includes(name), schema }] as const;
  });
  return Object.fromEntries(entries);
}
