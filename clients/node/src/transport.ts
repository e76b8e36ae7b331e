/**
 * Requests to the gate over a few connections of their own. `node:http` and not `fetch`: how many connections there are and
 * how long they live is set here, where `fetch` shares what the whole process sets, and a request costs half the time.
 */
import * as http from "node:http";
import * as https from "node:https";

/** The longest answer that is read, in bytes: many times that of 256 checks. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

export type Reply = { readonly status: number; readonly requestId: string; readonly text: string };

export type Transport = {
  /**
   * Sends JSON and reads the answer, within `timeoutMs`.
   * @throws Error where no whole answer came
   */
  readonly send: (method: "POST" | "PUT", path: string, body: string, timeoutMs: number) => Promise<Reply>;
  /** Closes every connection. */
  readonly close: () => void;
};

/** Opens connections to a gate when they are needed, `connections` at most, and keeps them. */
export function openTransport(gateUrl: URL, connections: number): Transport {
  const { Agent, request: open } = gateUrl.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  const base = gateUrl.pathname.replace(/\/$/, "");

  function attempt(method: string, path: string, body: string, timeoutMs: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request = open(
        {
          agent,
          protocol: gateUrl.protocol,
          hostname: gateUrl.hostname.replace(/^\[|\]$/g, ""),
          port: gateUrl.port,
          method,
          path: base + path,
          headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        },
        (response) => void read(response).then(resolve, reject),
      );
      const timer = setTimeout(
        () => request.destroy(new Error("The gate did not answer in time")),
        timeoutMs,
      );
      request.once("close", () => clearTimeout(timer));
      request.once("error", (error) => reject(asFault(error, request.reusedSocket)));
      request.end(body);
    });
  }

  return {
    send: async (method, path, body, timeoutMs) => {
      const until = performance.now() + timeoutMs;
      try {
        return await attempt(method, path, body, timeoutMs);
      } catch (error) {
        const leftMs = until - performance.now();
        if (!(error instanceof StaleConnection) || leftMs <= 1) throw error;
        return attempt(method, path, body, leftMs);
      }
    },
    close: () => agent.destroy(),
  };
}

/**
 * A connection that had been kept was closed before it answered: most often the gate closed it while the request was under
 * way, so the request is sent once more. At worst the check is counted twice, and the answer is that of the second.
 */
class StaleConnection extends Error {
  override readonly name = "StaleConnection";
}

function asFault(error: Error, isReused: boolean): Error {
  const code = "code" in error ? error.code : undefined;
  if (!isReused || (code !== "ECONNRESET" && code !== "EPIPE")) return error;
  return new StaleConnection("A connection that was kept had been closed", { cause: error });
}

function read(response: http.IncomingMessage): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > ANSWER_BYTES_MAX) response.destroy(new Error("The answer has no end"));
      else chunks.push(chunk);
    });
    response.once("end", () => {
      const id = response.headers["x-request-id"];
      resolve({
        status: response.statusCode ?? 0,
        requestId: typeof id === "string" ? id : "",
        text: Buffer.concat(chunks).toString("utf8"),
      });
    });
    response.once("error", reject);
    response.once("close", () => reject(new Error("The answer broke off")));
  });
}
