import type { ServerResponse } from "node:http";

import { newCallId } from "../../lib/platform/ids";
import { createWheel } from "../../lib/platform/wheel";
import { noteAnswer } from "../http/pipelining";
import { OVERLOADED_PROBLEM } from "../http/fault";
import { problemAnswer } from "../http/problem";

/** Where gateways ask; what they ask in a rush is refused here before anything else is done for it. */
export const CHECK_PATH = "/v1/authorize";
/** How long a refusal waits, in milliseconds: well below the quarter of a second that it may take, and not all alike. */
const WAIT_MS = { least: 130, spread: 40 } as const;
/** They leave some at a time, by one timer, however many there are. */
const leaving = createWheel(10);
/** As long as a request id, and found nowhere else. */
const PLACE = "request-id--------------------------";

/** True if the request asks for a check that may be refused unread. */
export function isCheck(target: string | undefined): boolean {
  if (!target?.startsWith(CHECK_PATH)) return false;
  return target.length === CHECK_PATH.length || target[CHECK_PATH.length] === "?";
}

/**
 * Refuses a check with 503: the same answer as from everywhere else, put together once but for the request's id, since
 * refusing must cost next to nothing when there is too much to do. It leaves a little later: who is refused and asks
 * again at once would have everybody else wait until that has been read too.
 * @param isDraining asked when the answer leaves
 * @returns the request's id
 */
export function turnAway(response: ServerResponse, isDraining: () => boolean): string {
  const requestId = newCallId();
  const waitMs = WAIT_MS.least + Math.random() * WAIT_MS.spread;
  leaving.after(waitMs, () => write(response, requestId, isDraining()));
  return requestId;
}

function write(response: ServerResponse, requestId: string, isDraining: boolean): void {
  const headers: string[] = [];
  for (const [name, before, after] of HEADERS) {
    headers.push(name, after === null ? before : before + requestId + after);
  }
  if (isDraining) headers.push("Connection", "close");
  response.writeHead(503, headers);
  response.end(BODY[0] + requestId + (BODY[1] ?? ""));
  noteAnswer(response.req);
}

const ANSWER = problemAnswer(OVERLOADED_PROBLEM, { path: CHECK_PATH, requestId: PLACE });
const BODY = split(ANSWER.body);
const HEADERS = Object.entries({
  ...ANSWER.headers,
  "Cache-Control": "no-store",
  "Content-Length": String(Buffer.byteLength(ANSWER.body)),
}).map(([name, value]) => [name, ...split(value)] as const);

/** What stands before and after the request's id; null after it where it is not in the text. */
function split(text: string): readonly [before: string, after: string | null] {
  const [before = "", after = null] = text.split(PLACE);
  return [before, after];
}
