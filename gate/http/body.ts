import type { IncomingMessage } from "node:http";

import type { LongBodies } from "./answer";
import { OVERLOADED_PROBLEM } from "./fault";
import { GateRefusal } from "./problem";

/** The longest body that any endpoint takes, in bytes, unless it takes long ones too. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** What long bodies may take in memory beyond that, all together, while they are read: as much as 64 of half a megabyte. */
const LONG_BYTES_AT_ONCE = 28 * 1024 * 1024;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Reads a JSON body, no further than 64 KiB, or as far as a long one may go.
 * @throws GateRefusal unsupported_media_type | body_too_large | malformed_json | overloaded
 */
export async function readJson(request: IncomingMessage, long?: LongBodies): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers["content-type"] ?? "")) {
    throw new GateRefusal({ code: "unsupported_media_type", detail: "Send the body as application/json." });
  }
  const bytes = await readBytes(request, long?.limitBytes ?? BODY_LIMIT_BYTES);
  const value = parse(bytes);
  if (bytes.byteLength > BODY_LIMIT_BYTES && !long?.isOne(value)) throw tooLarge(BODY_LIMIT_BYTES);
  return value;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const detail = "The body is not JSON in UTF-8.";
    throw new GateRefusal({
      code: "malformed_json",
      detail,
      errors: [{ pointer: "", code: "malformed_json", detail }],
    });
  }
}

/** Bytes of long bodies beyond the usual limit that are being read. */
let longBytes = 0;

/** Events instead of an iterator: leaving an iterator early would destroy the socket before it is answered. */
function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
      reject(tooLarge(limitBytes));
      return;
    }
    if (request.destroyed) {
      reject(new ClientGone());
      return;
    }
    let chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    let isSettled = false;
    const settle = <V>(hand: (value: V) => void) => {
      return (value: V) => {
        longBytes -= held;
        held = 0;
        chunks = [];
        isSettled = true;
        hand(value);
      };
    };
    const fail = settle(reject);
    request.on("data", (chunk: Buffer) => {
      if (isSettled) return;
      size += chunk.byteLength;
      const beyond = Math.max(0, size - BODY_LIMIT_BYTES);
      longBytes += beyond - held;
      held = beyond;
      if (size > limitBytes) fail(tooLarge(limitBytes));
      else if (held > 0 && longBytes > LONG_BYTES_AT_ONCE) fail(new GateRefusal(OVERLOADED_PROBLEM));
      else chunks.push(chunk);
    });
    request.once("end", () => settle(resolve)(Buffer.concat(chunks)));
    request.once("close", () => fail(new ClientGone()));
    request.once("error", () => fail(new ClientGone()));
  });
}

/** The client went away before its request was whole; there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

function tooLarge(limitBytes: number): GateRefusal {
  return new GateRefusal({
    code: "body_too_large",
    detail: `The body is larger than ${limitBytes / 1024} KiB.`,
  });
}
