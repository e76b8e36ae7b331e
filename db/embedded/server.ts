/**
 * Serves an embedded database to PostgreSQL clients on a local socket. One session is shared by all of them, so:
 * no session state, no named prepared statements, no LISTEN.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";

import { MessageReader, type ClientMessage } from "./messages";
import { Turns } from "./turns";

/** Messages that ask for an answer: Query, Sync, Flush, CopyDone, CopyFail, FunctionCall. */
const ASKS = new Set(["Q", "S", "H", "c", "f", "F"]);
const TERMINATE = "X";
const NO_ENCRYPTION = "N";

/** Listens on a socket file, and resolves once clients can connect. */
export async function serveDatabase(database: PGlite, path: string): Promise<Server> {
  const turns = new Turns(database);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    attach(socket, turns);
  });
  server.once("close", () => sockets.clear());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return server;
}

function attach(socket: Socket, turns: Turns): void {
  const reader = new MessageReader();
  let gathered: Uint8Array[] = [];

  function take(message: ClientMessage): void {
    if (message.kind === "encryption") return void socket.write(NO_ENCRYPTION);
    if (message.kind === "cancel") return void socket.destroy();
    if (message.kind === "typed" && message.type === TERMINATE) return void socket.end();
    gathered.push(message.bytes);
    if (message.kind === "typed" && !ASKS.has(message.type)) return;
    const messages = gathered;
    gathered = [];
    turns.add({
      owner: socket,
      messages,
      // A copy: the array is a view into the database's own memory.
      onData: (data) => void (socket.writable && socket.write(Buffer.from(data))),
      onDone: (error) => void (error === undefined || socket.destroy()),
    });
  }

  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    try {
      for (const message of reader.read(chunk)) take(message);
    } catch {
      socket.destroy();
    }
  });
  socket.on("error", () => undefined);
  socket.once("close", () => void turns.leave(socket));
}
