/**
 * A client for more load than can be carried: it sends as many requests per second as it is told, whatever becomes of
 * those before, and takes the times of accepted and refused ones apart, which wrk can't. Run as a process; prints JSON.
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

type Outcome = {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
};
export type OpenLoopResult = {
  readonly perSecond: number;
  readonly accepted: Outcome;
  readonly refused: Outcome;
  /** Refusals without `Retry-After`, and answers that are neither 200 nor 503. */
  readonly wrong: number;
  /** Requests that were due while every connection waited for an answer. */
  readonly unsent: number;
};

const [, , port = "", rateText = "0", secondsText = "5", connectionsText = "64", secretsPath = ""] =
  process.argv;
const [rate, seconds, connections] = [Number(rateText), Number(secondsText), Number(connectionsText)];
const secrets = readFileSync(secretsPath, "latin1").split("\n").filter(Boolean);

/** How often what is due is sent. */
const PACE_MS = 1;

type Connection = { readonly socket: Socket; since: number; received: string };
const idle: Connection[] = [];
const times = { accepted: [] as number[], refused: [] as number[] };
let [wrong, unsent, isOver] = [0, 0, false];

/** @param since when it was due: what the generator itself is late counts as waiting */
function send(connection: Connection, since = performance.now()): void {
  const secret = secrets[Math.floor(Math.random() * secrets.length)] ?? "";
  connection.since = since;
  connection.socket.write(
    `GET /v1/authorize?scope=agreements:read HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer ${secret}\r\n\r\n`,
  );
}

function receive(connection: Connection, text: string): void {
  connection.received += text;
  const { received } = connection;
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return;
  const isAccepted = received.startsWith("HTTP/1.1 200");
  if (
    !isAccepted &&
    received.length < end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? 0)
  )
    return;
  connection.received = "";
  const took = performance.now() - connection.since;
  if (isAccepted) times.accepted.push(took);
  else times.refused.push(took);
  if (!isAccepted && !(received.startsWith("HTTP/1.1 503") && /\r\nretry-after: \d/i.test(received)))
    wrong += 1;
  if (isOver) connection.socket.destroy();
  else if (rate === 0) send(connection);
  else idle.push(connection);
}

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: "127.0.0.1", noDelay: true });
    const connection = { socket, since: 0, received: "" };
    socket.setEncoding("latin1");
    socket.once("error", reject);
    socket.on("data", (text: string) => receive(connection, text));
    socket.once("connect", () => {
      idle.push(connection);
      resolve();
    });
  });
}

/** Sends what has become due since the last turn; at 0 per second, each connection's next when its last is answered. */
function drive(): void {
  const start = performance.now();
  let sent = 0;
  if (rate === 0) {
    for (const connection of idle.splice(0)) send(connection);
    return;
  }
  function turn(): void {
    if (isOver) return;
    const due = ((performance.now() - start) / 1000) * rate;
    for (; sent < due; sent += 1) {
      const connection = idle.pop();
      if (connection) send(connection, start + (sent / rate) * 1000);
      else unsent += 1;
    }
    // Turn after turn without a pause, the generator alone would take one of the processors.
    setTimeout(turn, PACE_MS);
  }
  turn();
}

function outcome(all: number[]): Outcome {
  const sorted = Float64Array.from(all).toSorted();
  const at = (part: number) => Math.round((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) * 100) / 100;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

await Promise.all(Array.from({ length: connections }, open));
drive();
setTimeout(() => {
  isOver = true;
  const result: OpenLoopResult = {
    perSecond: Math.round((times.accepted.length + times.refused.length) / seconds),
    accepted: outcome(times.accepted),
    refused: outcome(times.refused),
    wrong,
    unsent,
  };
  console.log(JSON.stringify(result));
  process.exit(0);
}, seconds * 1000);
