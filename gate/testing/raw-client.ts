/** A client that costs next to nothing, so that a test's load is the gate's: one request at a time per connection. */
import { connect, type Socket } from "node:net";

export type RawAnswer = { readonly status: number; readonly callId: string | null };

export type RawClient = {
  /**
   * `GET /v1/authorize` with this key and needed scopes.
   * @param address what the gateway says that the client's is
   * @throws Error if the connection ends before the answer
   */
  readonly authorize: (secret: string, scopes?: string, address?: string) => Promise<RawAnswer>;
  readonly close: () => void;
};

type Pending = { readonly resolve: (answer: RawAnswer) => void; readonly reject: (error: Error) => void };

/** Opens a connection to a gate. */
export function openRawClient(port: number): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(clientOf(socket));
    });
  });
}

function clientOf(socket: Socket): RawClient {
  let pending: Pending | null = null;
  let received = "";
  socket.setEncoding("latin1");
  socket.on("data", (text: string) => {
    received += text;
    const end = received.indexOf("\r\n\r\n");
    if (end === -1 || !pending) return;
    const head = received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const { resolve } = pending;
    pending = null;
    received = "";
    const callId = /\r\nx-countersign-call: (\S+)/i.exec(head)?.[1] ?? null;
    resolve({ status: Number(head.slice(9, 12)), callId });
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    pending?.reject(new Error("The connection ended before the answer"));
    pending = null;
  });
  return {
    authorize: (secret, scopes = "", address = "") =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error("The connection has ended"));
          return;
        }
        pending = { resolve, reject };
        const query = scopes === "" ? "" : `?scope=${encodeURIComponent(scopes)}`;
        const from = address === "" ? "" : `X-Forwarded-For: ${address}\r\n`;
        socket.write(
          `GET /v1/authorize${query} HTTP/1.1\r\nHost: gate\r\n${from}Authorization: Bearer ${secret}\r\n\r\n`,
        );
      }),
    close: () => socket.destroy(),
  };
}
