import { pino, type DestinationStream, type Logger } from "pino";

import { maskSecrets } from "../../domain/secrets/secrets-in-text";

/** Fields that are never written, wherever they stand. */
const REDACTED = ["authorization", "cookie", "set-cookie", "access-token", "password", "secret", "token"];

/** The values of a statement, which the query builder writes into the text of its errors. */
const STATEMENT_VALUES = /\nparams: [\s\S]*?(?=\n {4}at |$)/g;

function withoutValues(text: string): string {
  return text.replace(STATEMENT_VALUES, "");
}

/**
 * What an error says has happened, and why, without the values that a failed statement had: "fetch failed", "connect
 * ECONNREFUSED …".
 */
export function textsOf(error: Error): string[] {
  return [withoutValues(error.message), ...(error.cause instanceof Error ? textsOf(error.cause) : [])];
}

/** An error as it is logged: its text, place and causes, without the values that the failed statement had. */
function readableError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...("code" in error ? { code: error.code } : {}),
    stack: withoutValues(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: readableError(error.cause) }),
  };
}

/**
 * A logger of JSON lines whose output holds no secret: known fields are redacted, and whatever still has the shape
 * of a key is masked in the finished line (I5).
 */
export function createLogger(
  name: string,
  options: { level?: string; destination?: DestinationStream } = {},
): Logger {
  return pino(
    {
      name,
      level: options.level ?? process.env["LOG_LEVEL"] ?? "info",
      redact: {
        paths: REDACTED.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]),
        censor: "[redacted]",
      },
      serializers: { err: readableError },
      hooks: { streamWrite: maskSecrets },
    },
    options.destination ?? pino.destination({ fd: 1, sync: false }),
  );
}
