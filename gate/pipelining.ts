import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that may wait for their answers. Gateways send one at a time, libraries a few. */
export const UNANSWERED_MAX = 64;

const unanswered = new WeakMap<Socket, number>();

/**
 * Counts the request until its answer has been handed over. Answers leave in the order of the requests, so whatever
 * is behind a slow one is kept in memory: who sends very many without waiting is cut off.
 * @returns false where this is one too many; its connection is gone then
 */
export function isPatient({ socket }: IncomingMessage, response: ServerResponse): boolean {
  const count = (unanswered.get(socket) ?? 0) + 1;
  if (count > UNANSWERED_MAX) {
    socket.destroy();
    return false;
  }
  unanswered.set(socket, count);
  response.on("close", () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
  return true;
}
