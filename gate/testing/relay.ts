/** A stretch of wire before a server: counts what goes through it, and can be cut or made to hang. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type Relay = {
  readonly port: number;
  /** Connections that were made so far. */
  readonly connections: () => number;
  /** Bytes that were sent to the server so far. */
  readonly bytes: () => number;
  /** open: to the server. cut: every connection is closed at once. silent: taken, and never answered. */
  readonly set: (state: RelayState) => void;
  readonly close: () => Promise<void>;
};

export type RelayState = "open" | "cut" | "silent";

/** @param target the port where connections lead, on 127.0.0.1 */
export async function openRelay(target: number): Promise<Relay> {
  let state: RelayState = "open";
  let connections = 0;
  let bytes = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    connections += 1;
    keep(near);
    if (state === "cut") near.destroy();
    if (state !== "open") return;
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    keep(far);
    near.on("data", (chunk: Buffer) => (bytes += chunk.byteLength));
    near.pipe(far);
    far.pipe(near);
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    connections: () => connections,
    bytes: () => bytes,
    set: (next) => {
      state = next;
      dropAll();
    },
    close: async () => {
      dropAll();
      server.close();
      await once(server, "close");
    },
  };
}
