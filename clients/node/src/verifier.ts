import { createGatherer } from "./gather.js";
import { createOutcomes } from "./outcomes.js";
import { ownProblem, tooMany, unavailable } from "./problem.js";
import { readResults } from "./read-results.js";
import { openTransport } from "./transport.js";
import type { Check, Verdict } from "./verdict.js";

/** What the gate takes in one request. */
const GATE_CHECKS_MAX = 256;
const GATE_BYTES_MAX = 500 * 1024;
/** What the gate takes of one check. */
const CHECK_BYTES_MAX = 64 * 1024;

export type VerifierOptions = {
  /** The gate's address, `http://gate.internal:3001`. */
  readonly gateUrl: string | URL;
  /** Longest time from question to verdict, in milliseconds: 1 to 60,000; 1,000 unless told otherwise. */
  readonly timeoutMs?: number;
  /** Most checks of one request, 1 to 256; 64 unless told otherwise, which the gate takes however busy it is with others. */
  readonly maxBatch?: number;
  /** Requests to the gate under way at once, each on a connection that is kept; 4 unless told otherwise. */
  readonly connections?: number;
  /** Checks that may wait for one of them; more are `unavailable` at once. 2,000 unless told otherwise. */
  readonly maxQueue?: number;
  /** Told why checks could not be made, once for each request to the gate, and which reports were lost. Must not throw. */
  readonly onFault?: (fault: { readonly of: "check" | "report"; readonly cause: unknown }) => void;
};

export type Verifier = {
  /** Asks the gate. No verdict is kept, and none is older than the question. Never throws: see {@link Verdict}. */
  readonly verify: (check: Check) => Promise<Verdict>;
  /** Tells the gate with which status a call ended, without waiting for it. */
  readonly report: (callId: string, status: number) => void;
  /** Takes no more checks, waits for what is under way, and closes the connections. */
  readonly close: () => Promise<void>;
};

/**
 * Makes a verifier, one for a process.
 * @throws TypeError for an option that can't be used
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const gateUrl = new URL(options.gateUrl);
  if (!/^https?:$/.test(gateUrl.protocol)) throw new TypeError("gateUrl: an address with http or https");
  const connections = whole("connections", options.connections ?? 4, 256);
  const onFault = options.onFault ?? (() => undefined);
  const checks = openTransport(gateUrl, connections);
  const reports = openTransport(gateUrl, 2);
  const outcomes = createOutcomes(reports, (cause) => onFault({ of: "report", cause }));
  let isClosed = false;

  async function send(items: readonly string[], timeoutMs: number): Promise<Verdict[]> {
    try {
      const reply = await checks.send("POST", "/v1/verify", `{"checks":[${items.join(",")}]}`, timeoutMs);
      const verdicts = reply.status === 200 ? readResults(reply.text, items.length, reply.requestId) : null;
      if (verdicts) return verdicts;
      onFault({
        of: "check",
        cause: new Error(`The gate answered ${reply.status}: ${reply.text.slice(0, 500)}`),
      });
    } catch (cause) {
      onFault({ of: "check", cause });
    }
    return items.map(late);
  }

  const gatherer = createGatherer({
    send,
    maxItems: whole("maxBatch", options.maxBatch ?? 64, GATE_CHECKS_MAX),
    maxBytes: GATE_BYTES_MAX,
    maxUnderWay: connections,
    maxQueue: whole("maxQueue", options.maxQueue ?? 2_000, 1_000_000),
    timeoutMs: whole("timeoutMs", options.timeoutMs ?? 1_000, 60_000),
    late,
  });

  return {
    verify: async (check) => {
      if (isClosed) return late();
      const item = JSON.stringify(check);
      if (Buffer.byteLength(item) > CHECK_BYTES_MAX) return { outcome: "malformed", problem: tooLong() };
      return gatherer.add(item) ?? { outcome: "unavailable", problem: tooMany() };
    },
    report: (callId, status) => {
      if (!isClosed) outcomes.report(callId, status);
    },
    close: async () => {
      isClosed = true;
      await Promise.all([gatherer.idle(), outcomes.idle()]);
      checks.close();
      reports.close();
    },
  };
}

const late = (): Verdict => ({ outcome: "unavailable", problem: unavailable() });

function tooLong() {
  return ownProblem(413, "body_too_large", "Body too large", "The request is too long to be checked.");
}

function whole(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new TypeError(`${name}: a whole number from 1 to ${most}`);
}
