/**
 * Which calls of a sandbox key count for Go Live, and the best window of them (S5). A pure reading of calls
 * that are on the record: the board, the review and the support desk see the same.
 */
import type { CallCode } from "../verdict/refusals";

/** How many calls must count. */
export const CALLS_NEEDED = 20;
const MINUTE_MS = 60_000;
/** The length of the window that the calls lie in: an instant exactly so long after the first is the next window's. */
export const WINDOW_MS = 24 * 60 * MINUTE_MS;
/** The time after which the same resource may be read again; exactly then is soon enough. */
export const POLLING_MS = 15 * MINUTE_MS;

/** A recorded call. */
export type ReadinessCall = {
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  /** The path without the query, which does not make another resource. */
  readonly path: string;
  readonly code: CallCode;
  /** The status that the platform's API answered with, where it was reported. */
  readonly outcomeStatus: number | null;
};

/** Rules whose breach ends a run of calls that count. */
export const READINESS_RULES = ["polling", "hourly_limit", "burst_limit"] as const;
export type ReadinessRule = (typeof READINESS_RULES)[number];

/** Why a call does not count. */
export const NOT_COUNTED = [...READINESS_RULES, "refused", "failed", "sign_in"] as const;
export type NotCounted = (typeof NOT_COUNTED)[number];

export type JudgedCall = ReadinessCall & {
  /** Null for a call that counts. */
  readonly reason: NotCounted | null;
};

export type Violation = {
  readonly rule: ReadinessRule;
  /** The calls that break it. */
  readonly callIds: readonly string[];
  /** The resource that was polled, and the call before the first of these; null for other rules. */
  readonly path: string | null;
  readonly precedingCallId: string | null;
};

export type ReadinessWindow = {
  readonly count: number;
  /** The first call that counts; null without one. */
  readonly from: Date | null;
  /** The instant at which it ends: so long after its beginning, or where a rule was broken before that. */
  readonly to: Date | null;
};

export type Readiness = {
  /** The window with the most calls that count and no broken rule between them; the latest of several. */
  readonly window: ReadinessWindow;
  /** All calls, the earliest first. */
  readonly calls: readonly JudgedCall[];
  readonly violations: readonly Violation[];
};

/**
 * Reads the calls of one key, in any order; one that comes twice is one.
 * @param from of the calls before this instant others may be missing: they tell what was polled after it, and nothing else
 */
export function readReadiness(calls: readonly ReadinessCall[], from: Date | null = null): Readiness {
  const judged = judge(inOrder(calls)).filter(({ call }) => from === null || call.at >= from);
  return {
    window: bestWindow(judged),
    calls: judged.map(({ call }) => call),
    violations: violationsOf(judged),
  };
}

/** True where calls alone would let the key through. */
export function hasEnoughCalls({ window }: Readiness): boolean {
  return window.count >= CALLS_NEEDED;
}

function inOrder(calls: readonly ReadinessCall[]): ReadinessCall[] {
  const distinct = new Map(calls.map((call) => [call.id, call]));
  return [...distinct.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

/** With the call that it came too soon after. */
type Judged = { readonly call: JudgedCall; readonly tooSoonAfter: ReadinessCall | null };

function judge(calls: readonly ReadinessCall[]): Judged[] {
  const lastReads = new Map<string, ReadinessCall>();
  return calls.map((call) => {
    const unrelated = reasonByItself(call);
    if (unrelated !== null && unrelated !== "failed")
      return { call: { ...call, reason: unrelated }, tooSoonAfter: null };
    const before = call.method === "GET" ? lastReads.get(call.path) : undefined;
    if (call.method === "GET") lastReads.set(call.path, call);
    if (before && call.at.getTime() - before.at.getTime() < POLLING_MS) {
      return { call: { ...call, reason: "polling" }, tooSoonAfter: before };
    }
    return { call: { ...call, reason: unrelated }, tooSoonAfter: null };
  });
}

/** What a call shows without those before it. */
function reasonByItself(call: ReadinessCall): Exclude<NotCounted, "polling"> | null {
  if (isSignIn(call.path)) return "sign_in";
  if (call.code === "hourly_limit_exceeded") return "hourly_limit";
  if (call.code === "burst_limit_exceeded") return "burst_limit";
  if (call.code !== "allowed") return "refused";
  return call.outcomeStatus !== null && call.outcomeStatus >= 400 ? "failed" : null;
}

/** Who am I, where do I call, give me a token: asked before the work begins, as often as a client likes. */
const SIGN_IN =
  /^\/(?:v1\/me|(?:api\/rest\/v\d+\/)?base_?uris|oauth(?:\/.*)?|restapi\/v[\d.]+\/(?:login_information|diagnostics(?:\/.*)?))\/?$/i;

function isSignIn(path: string): boolean {
  return SIGN_IN.test(path);
}

function isViolation(reason: NotCounted | null): reason is ReadinessRule {
  return reason === "polling" || reason === "hourly_limit" || reason === "burst_limit";
}

function bestWindow(judged: readonly Judged[]): ReadinessWindow {
  let best: ReadinessWindow = { count: 0, from: null, to: null };
  for (const { calls, brokenAt } of runsOf(judged)) {
    let first = 0;
    for (const [last, at] of calls.entries()) {
      while (at - (calls[first] ?? at) >= WINDOW_MS) first += 1;
      const count = last - first + 1;
      if (count < best.count) continue;
      const from = calls[first] ?? at;
      best = { count, from: new Date(from), to: new Date(Math.min(from + WINDOW_MS, brokenAt)) };
    }
  }
  return best;
}

type Run = {
  /** Instants of the calls that count, in milliseconds. */
  readonly calls: readonly number[];
  /** When the next rule was broken. */
  readonly brokenAt: number;
};

/** Calls that count, between one broken rule and the next. */
function runsOf(judged: readonly Judged[]): Run[] {
  const runs: Run[] = [];
  let calls: number[] = [];
  for (const { call } of judged) {
    if (call.reason === null) calls.push(call.at.getTime());
    if (!isViolation(call.reason)) continue;
    runs.push({ calls, brokenAt: call.at.getTime() });
    calls = [];
  }
  return [...runs, { calls, brokenAt: Number.POSITIVE_INFINITY }];
}

/** One for each resource that was polled, and one for each limit. */
function violationsOf(judged: readonly Judged[]): Violation[] {
  const found = new Map<string, { rule: ReadinessRule; calls: Judged[] }>();
  for (const one of judged) {
    const { reason, path } = one.call;
    if (!isViolation(reason)) continue;
    const name = reason === "polling" ? `polling ${path}` : reason;
    const known = found.get(name);
    if (known) known.calls.push(one);
    else found.set(name, { rule: reason, calls: [one] });
  }
  return [...found.values()].map(({ rule, calls }) => ({
    rule,
    callIds: calls.map(({ call }) => call.id),
    path: rule === "polling" ? (calls[0]?.call.path ?? null) : null,
    precedingCallId: calls[0]?.tooSoonAfter?.id ?? null,
  }));
}
