/**
 * Endpoints that programs call without a pause, answered before the framework: what that adds to a request (its router, its own
 * request and response) costs more than the token. Other methods at these addresses are the framework's.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import config from "../../next.config.mjs";
import { POST as introspect } from "../../app/oauth/introspect/route";
import { POST as revoke } from "../../app/oauth/revoke/route";
import { POST as token } from "../../app/oauth/token/route";

/** More than any endpoint takes: what is longer is refused by its first bytes. */
const READ_BYTES_MAX = 128 * 1024;

type Endpoint = (request: Request) => Promise<Response>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "POST /oauth/introspect": introspect,
  "POST /oauth/revoke": revoke,
  "POST /oauth/token": token,
};

/** Answers a request, as the framework would; false for one that is the framework's. */
export type AnswerProgram = (request: IncomingMessage, response: ServerResponse) => Promise<true> | false;

/** @param publicAddress of the console, below which the requests are */
export async function answersToPrograms(publicAddress: URL): Promise<AnswerProgram> {
  const rules = (await config.headers?.()) ?? [];
  // Later rules come before earlier ones, and the endpoint's own headers before both.
  const always = rules.flatMap(({ headers }) => headers.map(({ key, value }) => [key.toLowerCase(), value]));
  return (request, response) => {
    const { method = "", url = "" } = request;
    const endpoint = ENDPOINTS[`${method} ${url.split("?", 1)[0]}`];
    return endpoint ? answer(endpoint, request, response) : false;
  };

  async function answer(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<true> {
    const sent = await readBody(request);
    if (sent === null) {
      // Nobody is there to be answered, and what came of the form is not what was meant.
      response.destroy();
      return true;
    }
    const made = await endpoint(toRequest(request, publicAddress, sent));
    const body = Buffer.from(await made.arrayBuffer());
    const headers = { ...Object.fromEntries(always), ...Object.fromEntries(made.headers) };
    response.writeHead(made.status, { ...headers, "content-length": body.length });
    response.end(body);
    return true;
  }
}

function toRequest(request: IncomingMessage, publicAddress: URL, body: Buffer<ArrayBuffer>): Request {
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    // Those that this server has set say more than what came under the name.
    if (!SET_HERE.has(name.toLowerCase())) headers.append(name, request.rawHeaders[index + 1] ?? "");
  }
  for (const name of SET_HERE) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  return new Request(new URL(request.url ?? "/", publicAddress), { method: "POST", headers, body });
}

/** What the console's server says of a request, whatever the client sent (console-server.ts). */
const SET_HERE = new Set(["x-request-id", "x-countersign-address", "x-forwarded-host", "x-forwarded-proto"]);

/**
 * The body, or so much of it that it is too long for any endpoint: an answer need not wait for the rest. Null where the client
 * went away before its end.
 */
function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => {
      request.off("data", take);
      resolve(Buffer.concat(chunks));
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > READ_BYTES_MAX) done();
    };
    request.on("data", take);
    request.once("end", done);
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
  });
}
