/** TLS before a server that speaks plain HTTP: SDKs insist on https. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createServer, type Server } from "node:tls";

import type { Authority } from "../../testing/network/tls-authority";

export type TlsFront = {
  /** `localhost:<port>` */
  readonly host: string;
  readonly close: () => Promise<void>;
};

/** Takes TLS connections and hands what they carry on, byte by byte. @param port of a server of this machine */
export async function openTlsFront(authority: Authority, port: number): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = createServer({ cert: authority.certificate, key: authority.key }, (outside) => {
    const inside = connect(port, "127.0.0.1");
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on("close", () => [outside, inside].forEach((one) => one.destroy()));
      // Who hangs up is no fault of the test.
      socket.on("error", () => undefined);
    }
    outside.pipe(inside).pipe(outside);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { host: `localhost:${portOf(server)}`, close: () => closeAll(server, sockets) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  return address.port;
}

async function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, "close");
}
