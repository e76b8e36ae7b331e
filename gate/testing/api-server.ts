import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

export type ApiRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type ApiServer = {
  readonly port: number;
  /** What reached it. */
  readonly requests: ApiRequest[];
  readonly close: () => Promise<void>;
};

/** An API behind a gateway: answers 200, or what `?status=` asks for, and remembers what it was sent. */
export async function startApi(): Promise<ApiServer> {
  const requests: ApiRequest[] = [];
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body });
      const status = Number(new URL(url, "http://api").searchParams.get("status") ?? 200);
      response.writeHead(status, { "content-type": "text/plain" }).end("from the API");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  return {
    port: address.port,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
