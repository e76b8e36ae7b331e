/** A stretch of wire before a server: counts what goes through it, and can be cut or made to hang. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type Relay = {
  readonly port: number;
  /** Connections that were made so far. */
  readonly connections: () => number;
  /** Bytes that were sent to the server so far. */
  readonly bytes: () => number;
  /** Statements that were sent to a PostgreSQL server so far: messages that ask for an answer (`Sync`). */
  readonly statements: () => number;
  /** open: to the server. cut: every connection is closed at once. silent: taken, and never answered. */
  readonly set: (state: RelayState) => void;
  readonly close: () => Promise<void>;
};

export type RelayState = "open" | "cut" | "silent";

/** The whole message by which a client of PostgreSQL asks for the answer to what it sent. No text of ours has it. */
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/**
 * Opens a stretch of wire before a server, which counts what goes through it and can be cut or made to hang.
 * @param target the port where connections lead, on 127.0.0.1
 * @param answersDelayMs how long the server's answers are under way
 */
export async function openRelay(target: number, answersDelayMs = 0): Promise<Relay> {
  let state: RelayState = "open";
  let connections = 0;
  let bytes = 0;
  let statements = 0;
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
    near.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      for (let at = chunk.indexOf(SYNC); at !== -1; at = chunk.indexOf(SYNC, at + 1)) statements += 1;
    });
    near.pipe(far);
    if (answersDelayMs === 0) far.pipe(near);
    else far.on("data", (chunk: Buffer) => setTimeout(() => near.write(chunk), answersDelayMs));
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
    statements: () => statements,
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
