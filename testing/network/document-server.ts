/** A server of documents behind TLS, with a name that a DNS server of the test knows: as agents have theirs. */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

import { makeAuthority } from "./tls-authority";
import { startDnsServer, type DnsServer } from "./dns-server";

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

export type DocumentServer = {
  /** `agent.example:<port>` */
  readonly host: string;
  readonly port: number;
  readonly dns: DnsServer;
  /** What is answered, by path; 404 where there is none. */
  readonly pages: Map<string, Answerer>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Connections that were taken, whether or not they came to ask for anything. */
  readonly connections: () => number;
  /** Settings by which a console or a fetch of this machine comes here. */
  readonly settings: {
    readonly FETCH_DNS_SERVERS: string;
    readonly FETCH_RANGES: string;
    readonly FETCH_CA_FILE: string;
  };
  readonly stop: () => Promise<void>;
};

const NAME = "agent.example";

/** Answers with JSON. */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Answerer {
  return (_, response) => {
    response.writeHead(200, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
}

/** Starts a server on this machine that is `agent.example` by name, certificate and DNS. @param onPort any, with 0 */
export async function startDocumentServer(onPort = 0): Promise<DocumentServer> {
  const authority = makeAuthority(NAME);
  const dns = await startDnsServer({ [NAME]: { addresses: [["127.0.0.1"]] } });
  const pages = new Map<string, Answerer>();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const taken = { count: 0 };
  const server = createServer({ cert: authority.certificate, key: authority.key }, (request, response) => {
    asked.push(request.url ?? "");
    const page = pages.get(request.url ?? "");
    if (page) page(request, response);
    else response.writeHead(404, { "Content-Type": "application/json" }).end("{}");
  });
  server.on("connection", (socket: Socket) => {
    taken.count += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // Who hangs up is no fault of the test.
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(onPort, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    host: `${NAME}:${port}`,
    port,
    dns,
    pages,
    asked,
    connections: () => taken.count,
    settings: { FETCH_DNS_SERVERS: dns.address, FETCH_RANGES: "127.0.0.1", FETCH_CA_FILE: authority.file },
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      await dns.stop();
      authority.forget();
    },
  };
}
