/** What becomes of a body that nobody reads to its end: gate and console alike. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** An unwanted body is read to its end, up to here; then our side of the connection ends, and soon after all of it. */
export const DISCARD_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads and drops what is left of a body that nobody wanted: closing at once would make the client fail in the middle
 * of writing, before it reads the answer. Slow ones end with the request's time-out.
 */
export function discardBody(incoming: IncomingMessage): void {
  let discarded = 0;
  let isEnded = false;
  incoming.on("data", (chunk: Buffer) => {
    discarded += chunk.byteLength;
    if (isEnded || discarded <= DISCARD_BYTES_MAX) return;
    isEnded = true;
    lingerThenDestroy(incoming.socket.end());
  });
  incoming.resume();
}

/**
 * Bounds a body that somebody else reads, who takes up all that comes: past {@link DISCARD_BYTES_MAX} the connection is
 * closed. What is left when the answer is there is dropped. And where the reader gave up, so that node would read no more of
 * this connection for ever, it is closed behind the answer: the client's next request fails at once, and is sent anew.
 */
export function boundBody(incoming: IncomingMessage, response: ServerResponse): void {
  const { socket } = incoming;
  const push = incoming.push.bind(incoming);
  let taken = 0;
  incoming.push = (chunk: Buffer | null, encoding) => {
    taken += chunk?.byteLength ?? 0;
    if (taken > DISCARD_BYTES_MAX) socket.destroy();
    return push(chunk, encoding);
  };
  response.once("finish", () => {
    if (incoming.complete) return;
    if (incoming.destroyed) lingerThenDestroy(socket.end());
    else {
      incoming.once("close", () => {
        if (!incoming.complete) lingerThenDestroy(socket.end());
      });
      incoming.resume();
    }
  });
}

/** A client that stays may read what it was told last for so long before the connection is gone, whatever it does. */
const LINGER_MS = 1_000;

/**
 * Destroys a connection whose last answer was written, in a moment: our end alone leaves it open for as long as the client
 * does not end it too, and at once would be too soon: what is unread would reset it, and the answer might be lost.
 */
export function lingerThenDestroy(socket: Duplex): void {
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
