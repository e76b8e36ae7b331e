import { DomainError } from "../domain/errors";

/** The longest body that any handler of the console takes, in bytes. */
export const BODY_LIMIT_BYTES = 64 * 1024;

const NOT_JSON = "The body is not JSON.";

/**
 * Reads a JSON body, no further than {@link BODY_LIMIT_BYTES}.
 * @throws DomainError unsupported_media_type | body_too_large | malformed_json
 */
export async function readJson(request: Request): Promise<unknown> {
  assertJson(request);
  return parse(await readBytes(request));
}

/**
 * The same where a body may be left out: undefined for none at all.
 * @throws DomainError unsupported_media_type | body_too_large | malformed_json
 */
export async function readJsonIfAny(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  assertJson(request);
  return parse(bytes);
}

function assertJson({ headers }: Request): void {
  const type = headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new DomainError("unsupported_media_type", "Send the body as application/json.");
  }
}

function parse(bytes: Buffer<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new DomainError("malformed_json", NOT_JSON, {
      errors: [{ pointer: "", code: "malformed_json", detail: NOT_JSON }],
    });
  }
}

/** The body as it came, no further than {@link BODY_LIMIT_BYTES}. @throws DomainError body_too_large */
export async function readBytes(request: Request): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () =>
    new DomainError("body_too_large", `The body is larger than ${BODY_LIMIT_BYTES / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT_BYTES) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    // Not cancelled: node would read no more of the connection, and its next request wait for ever. The server bounds it.
    if (size > BODY_LIMIT_BYTES) throw tooLarge();
    chunks.push(value);
  }
}
