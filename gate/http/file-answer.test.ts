import { once } from "node:events";
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase();
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Asks without decoding anything. */
async function ask(path: string, headers: OutgoingHttpHeaders = {}, method = "GET"): Promise<Answer> {
  const outgoing = request(gate.url + path, { method, headers, agent: false });
  outgoing.end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(response, "end");
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

const FILES = [
  "/reference",
  "/openapi.json",
  "/reference/swagger-ui-bundle.js",
  "/reference/swagger-ui.css",
  "/reference/look.css",
  "/reference/operations.css",
  "/reference/fields.css",
  "/reference/mark.svg",
  "/reference/start.js",
];
const DECODE = { br: brotliDecompressSync, gzip: gunzipSync } as const;

describe("what is large leaves compressed", () => {
  it.each(FILES)("%s, as who asks for it takes it, and the same in the end", async (path) => {
    const plain = await ask(path);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers.vary).toBe("Accept-Encoding");
    for (const encoding of ["br", "gzip"] as const) {
      const packed = await ask(path, { "accept-encoding": encoding });
      expect(packed.headers).toMatchObject({
        "content-encoding": encoding,
        vary: "Accept-Encoding",
        "content-type": plain.headers["content-type"],
        "content-length": String(packed.body.byteLength),
      });
      expect(DECODE[encoding](packed.body).equals(plain.body)).toBe(true);
      expect(packed.headers.etag).not.toBe(plain.headers.etag);
      const head = await ask(path, { "accept-encoding": encoding }, "HEAD");
      expect([head.status, head.body.byteLength]).toEqual([200, 0]);
      expect({ ...head.headers, date: "" }).toEqual({ ...packed.headers, date: "" });
    }
  });

  it("the page with all that it loads is less than a third of its files", async () => {
    let [plain, packed] = [0, 0];
    for (const path of FILES) {
      plain += (await ask(path)).body.byteLength;
      packed += (await ask(path, { "accept-encoding": "gzip, deflate, br" })).body.byteLength;
    }
    expect(packed).toBeLessThan(plain / 3);
  });

  it.each(FILES)("%s is not sent again to who has it", async (path) => {
    for (const encoding of ["identity", "gzip", "br"]) {
      const { headers } = await ask(path, { "accept-encoding": encoding });
      const again = await ask(path, {
        "accept-encoding": encoding,
        "if-none-match": `"x", W/${headers.etag}`,
      });
      expect([again.status, again.body.byteLength]).toEqual([304, 0]);
      expect(again.headers).toMatchObject({ etag: headers.etag, vary: "Accept-Encoding" });
      expect((await ask(path, { "accept-encoding": encoding, "if-none-match": '"x"' })).status).toBe(200);
    }
  });
});
