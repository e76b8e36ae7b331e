/** Files that the gate serves: the same bytes for everybody, compressed once, and not sent again to who has them. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import type { GateAnswer, GateRequest } from "./answer";
import { chooseEncoding, type Encoding } from "./encoding";

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** In a thread of its own, at the first request that takes it. */
const COMPRESS: Record<Encoding, (bytes: Buffer) => Promise<Buffer> | Buffer> = {
  br: (bytes) =>
    compressBrotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    }),
  gzip: (bytes) => compressGzip(bytes, { level: 9 }),
  identity: (bytes) => bytes,
};

type Kept = { readonly bytes: Buffer; readonly etag: string };
const kept = new Map<string, Promise<Kept>>();

/** Made at its first use. A failure is not kept: the next request tries again. */
function keep(name: string, make: () => Promise<Buffer> | Buffer): Promise<Kept> {
  const known = kept.get(name);
  if (known) return known;
  const made = Promise.resolve()
    .then(make)
    .then((bytes) => ({ bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url")}"` }));
  kept.set(name, made);
  made.catch(() => kept.delete(name));
  return made;
}

/**
 * Answers with a file, in the best encoding that the client takes, or with 304 where it has it already.
 * @param name under which the bytes are kept; the same name is the same bytes
 */
export async function fileAnswer(
  request: GateRequest,
  name: string,
  make: () => string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<GateAnswer> {
  // A font has its compression in itself.
  const isPacked = headers["Content-Type"]?.startsWith("font/") ?? false;
  const encoding = isPacked ? "identity" : chooseEncoding(request.headers["accept-encoding"]);
  const plain = await keep(name, () => Buffer.from(make()));
  const { bytes, etag } =
    encoding === "identity"
      ? plain
      : await keep(`${name} ${encoding}`, () => COMPRESS[encoding](plain.bytes));
  const all = {
    ...headers,
    ETag: etag,
    // Another client may take another encoding.
    Vary: "Accept-Encoding",
    ...(encoding === "identity" ? {} : { "Content-Encoding": encoding }),
  };
  if (!hasAlready(request.headers["if-none-match"], etag)) return { status: 200, headers: all, body: bytes };
  const { "Content-Type": _, "Content-Encoding": __, ...rest } = all as Record<string, string>;
  return { status: 304, headers: rest, body: null };
}

/** Weak comparison (RFC 9110 section 13.1.2). */
function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((one) => {
    const tag = one.trim().replace(/^W\//, "");
    return tag === "*" || tag === etag;
  });
}
