import type { IncomingMessage } from "node:http";

import { GateRefusal } from "./problem";

/** The longest body that any endpoint takes, in bytes. */
const BODY_LIMIT_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Reads a JSON body, no further than 64 KiB. @throws GateRefusal unsupported_media_type | body_too_large | malformed_json */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers["content-type"] ?? "")) {
    throw new GateRefusal({ code: "unsupported_media_type", detail: "Send the body as application/json." });
  }
  const bytes = await readBytes(request);
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

/** Events instead of an iterator: leaving an iterator early would destroy the socket before it is answered. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT_BYTES) {
      reject(tooLarge());
      return;
    }
    if (request.destroyed) {
      reject(new ClientGone());
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > BODY_LIMIT_BYTES) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("close", () => reject(new ClientGone()));
    request.once("error", () => reject(new ClientGone()));
  });
}

/** The client went away before its request was whole; there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

function tooLarge(): GateRefusal {
  return new GateRefusal({
    code: "body_too_large",
    detail: `The body is larger than ${BODY_LIMIT_BYTES / 1024} KiB.`,
  });
}
