import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that may wait for their answers. Gateways send one at a time, libraries a few. */
export const UNANSWERED_MAX = 64;

type Patience = { unanswered: number };
const connections = new WeakMap<Socket, Patience>();

/**
 * Counts a request of a connection until {@link noteAnswer} is told of its answer. Answers leave in the order of the
 * requests, so whatever is behind a slow one is kept in memory: who sends very many without waiting is cut off. (Who
 * does not read what was answered is not read from any more, by node itself.)
 * @returns false where this is one too many; its connection is gone then
 */
export function isPatient({ socket }: IncomingMessage): boolean {
  const patience = connections.get(socket);
  if (!patience) connections.set(socket, { unanswered: 1 });
  else if (patience.unanswered < UNANSWERED_MAX) patience.unanswered += 1;
  else {
    socket.destroy();
    return false;
  }
  return true;
}

/** Notes that the answer to a request has been handed over. */
export function noteAnswer({ socket }: IncomingMessage): void {
  const patience = connections.get(socket);
  if (patience) patience.unanswered -= 1;
}
