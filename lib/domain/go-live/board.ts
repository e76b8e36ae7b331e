/**
 * What of a key's calls the readiness board shows (S5): the calls that one looks for, each with its reason, the day of the
 * best window as a picture, and the run that is open now. Bounded, whatever the key did in a month.
 */
import { span } from "../format/dates";
import { HOUR_MS, MINUTE_MS } from "../time/durations";
import { CALL_CODE_LABELS } from "../verdict/verdict-group";
import {
  POLLING_MS,
  READINESS_RULES,
  WINDOW_MS,
  type JudgedCall,
  type NotCounted,
  type Readiness,
  type ReadinessCall,
  type ReadinessWindow,
} from "./readiness";

/** So many calls at most are shown for each reason to show them: the newest, the window's, and those at fault. */
const NEWEST_SHOWN = 100;
const WINDOW_SHOWN = 50;
const FAULTS_SHOWN = 50;

export type BoardCall = JudgedCall & {
  /** True where it is one of those that make the best window. */
  readonly isInWindow: boolean;
  /** Why it does not count, in a sentence; null where it does. */
  readonly detail: string | null;
};

/** True of a call that counts and lies in the window. */
function isIn({ from, to }: ReadinessWindow, call: JudgedCall): boolean {
  return call.reason === null && from !== null && to !== null && call.at >= from && call.at < to;
}

/** The calls that the board lists, newest first: the latest, those of the best window, and those at fault. */
export function boardCalls({ window, calls }: Readiness): BoardCall[] {
  const newest = calls.toReversed();
  const shown = new Set([
    ...newest.slice(0, NEWEST_SHOWN),
    ...newest.filter((call) => isIn(window, call)).slice(0, WINDOW_SHOWN),
    ...newest.filter(({ reason }) => reason !== null && reason !== "sign_in").slice(0, FAULTS_SHOWN),
  ]);
  const before = readsBefore(calls, shown);
  return newest
    .filter((call) => shown.has(call))
    .map((call) => ({
      ...call,
      isInWindow: isIn(window, call),
      detail: call.reason === null ? null : notCountedText(call.reason, call, before.get(call) ?? null),
    }));
}

/** For each shown call that polled, the read that it came too soon after. */
function readsBefore(
  calls: readonly JudgedCall[],
  shown: ReadonlySet<JudgedCall>,
): Map<JudgedCall, ReadinessCall> {
  const found = new Map<JudgedCall, ReadinessCall>();
  const reads = new Map<string, ReadinessCall>();
  for (const call of calls) {
    if (call.method !== "GET" || !isRead(call.reason)) continue;
    const before = reads.get(call.path);
    if (before && call.reason === "polling" && shown.has(call)) found.set(call, before);
    reads.set(call.path, call);
  }
  return found;
}

/** A read that reached the API, whatever came of it. */
function isRead(reason: NotCounted | null): boolean {
  return reason === null || reason === "failed" || reason === "polling";
}

/** Why a call does not count, in a sentence. @param before the read that a polling one came too soon after, if known */
export function notCountedText(
  reason: NotCounted,
  call: Pick<ReadinessCall, "at" | "path" | "code" | "outcomeStatus">,
  before: Pick<ReadinessCall, "id" | "at"> | null,
): string {
  const wait = span(POLLING_MS);
  switch (reason) {
    case "polling":
      return before
        ? `Polling: the same path was read ${span(call.at.getTime() - before.at.getTime())} before, by call …${before.id.slice(-8)}. Wait ${wait}.`
        : `Polling: the same path was read less than ${wait} before.`;
    case "hourly_limit":
      return "The account's hourly limit refused it. The run of calls ends here.";
    case "burst_limit":
      return "The account's burst limit refused it. The run of calls ends here.";
    case "refused":
      return `Refused: ${CALL_CODE_LABELS[call.code].toLowerCase()}.`;
    case "failed":
      return `The API reported that it ended with ${call.outcomeStatus ?? "an error"}.`;
    case "sign_in":
      return "Asks who and where, before the work begins. It neither counts nor harms.";
  }
}

const SLOT_MS = 15 * MINUTE_MS;
/** A window that begins within the first hour ends within the last one. */
const PICTURE_MS = WINDOW_MS + HOUR_MS;

/** A quarter of an hour with the calls in it. */
export type DaySlot = {
  readonly at: Date;
  /** Calls that count, in the window and beside it. */
  readonly inWindow: number;
  readonly beside: number;
  /** Calls that do not: refused or failed, of those that broke a rule, and of sign-in. */
  readonly failed: number;
  readonly broken: number;
  readonly signIn: number;
};

export type DayPicture = {
  readonly from: Date;
  readonly to: Date;
  readonly slotMs: number;
  /** Those with calls in them. */
  readonly slots: readonly DaySlot[];
};

/** The day of the best window, from its full hour on; without a call that counts, the day until now. */
export function dayPicture({ window, calls }: Readiness, now: Date): DayPicture {
  const start = window.from ? fullHour(window.from) : fullHour(now) - WINDOW_MS;
  const slots = new Map<number, Record<SlotKind, number>>();
  for (const call of calls) {
    const offset = call.at.getTime() - start;
    if (offset < 0 || offset >= PICTURE_MS) continue;
    const at = start + Math.floor(offset / SLOT_MS) * SLOT_MS;
    const slot = slots.get(at) ?? { inWindow: 0, beside: 0, failed: 0, broken: 0, signIn: 0 };
    slot[slotKind(call, isIn(window, call))] += 1;
    slots.set(at, slot);
  }
  return {
    from: new Date(start),
    to: new Date(start + PICTURE_MS),
    slotMs: SLOT_MS,
    slots: [...slots].map(([at, slot]) => ({ at: new Date(at), ...slot })),
  };
}

type SlotKind = Exclude<keyof DaySlot, "at">;

function slotKind({ reason }: JudgedCall, isInWindow: boolean): SlotKind {
  if (reason === null) return isInWindow ? "inWindow" : "beside";
  if (reason === "sign_in") return "signIn";
  return isRule(reason) ? "broken" : "failed";
}

function fullHour(at: Date): number {
  return Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
}

function isRule(reason: NotCounted | null): boolean {
  return READINESS_RULES.some((rule) => rule === reason);
}

/**
 * The run of calls that the next call would join: those that count, since a rule was broken last, in the last 24 hours.
 * Its end is the instant from which its first call is too old; null without one.
 */
export function openRun({ calls }: Readiness, now: Date): ReadinessWindow {
  const brokenLast = calls.findLastIndex(({ reason }) => isRule(reason));
  const joined = calls
    .slice(brokenLast + 1)
    .filter(({ at, reason }) => reason === null && now.getTime() - at.getTime() < WINDOW_MS);
  const from = joined[0]?.at ?? null;
  return { count: joined.length, from, to: from && new Date(from.getTime() + WINDOW_MS) };
}
