/** Geometry of the lifeline: where the parts and marks of a key's life lie on one bar, from 0 to 1. No drawing. */
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { DAY_MS } from "@/lib/domain/time/durations";

/** What a lifeline shows, as the wire has it: ISO instants. An integration key is one of these. */
export type LifelineFacts = {
  readonly createdAt: string;
  /** Null for OAuth apps, which do not expire, and for long-lived keys that are not issued yet. */
  readonly expiresAt: string | null;
  readonly method: AuthenticationMethod;
  /** Set once the key is refused as revoked: by hand, or by the end of its overlap. */
  readonly revokedAt: string | null;
  readonly retiresAt: string | null;
  readonly replacedAt: string | null;
  /** Calls of any verdict. */
  readonly firstCallAt: string | null;
  readonly lastCallAt: string | null;
  /** The last accepted call. */
  readonly lastUsedAt: string | null;
};

/**
 * The stretches of a lifeline. lived: accepted so far; overlap: replaced and accepted; ahead: accepted from now on;
 * lost: cut off by its end.
 */
export type SegmentKind = "lived" | "overlap" | "ahead" | "lost";
export type Segment = { readonly kind: SegmentKind; readonly from: number; readonly to: number };

/** The marks of a lifeline; calls are marked by their verdict: accepted ones and refused ones never look alike. */
export type MarkKind =
  | "created"
  | "first_call"
  | "first_refused"
  | "last_used"
  | "last_refused"
  | "replaced"
  | "revoked"
  | "overlap_end"
  | "now"
  | "expires";
export type Mark = { readonly kind: MarkKind; readonly at: string; readonly position: number };

export type Lifeline = {
  readonly segments: readonly Segment[];
  /** The marks in the order of time. */
  readonly marks: readonly Mark[];
  /** Where the bar ends; what lies right of it happened after the expiry. */
  readonly barEnd: number;
  readonly hasExpiry: boolean;
  /** Whether the key's own life goes on; the account or its owner may still have it refused. */
  readonly isAlive: boolean;
};

/** The part of the width that is kept for what comes after the expiry, where something does. */
const TAIL = 0.08;
/** How much longer than the past the bar of a key without expiry is. */
const OPEN_FUTURE = 1.25;

/** The first instant from which the key is refused, or null if none is set. */
export function endOf(facts: LifelineFacts): number | null {
  const ends = [facts.revokedAt, facts.retiresAt, facts.expiresAt].flatMap((at) =>
    at === null ? [] : [Date.parse(at)],
  );
  return ends.length === 0 ? null : Math.min(...ends);
}

/** A stretch of time that several lifelines are drawn in, so that lengths and ends compare. Epoch milliseconds. */
export type LifelineScale = { readonly from: number; readonly to: number };

/** The furthest that a shared scale reaches to either side of now: one key for ten years must not flatten the others. */
const SCALE_REACH_MS = 400 * DAY_MS;

/** The scale of a page of lifelines: from the first creation to the last expiry, as far as it reaches; null for none. */
export function lifelineScale(
  page: readonly Pick<LifelineFacts, "createdAt" | "expiresAt">[],
  now: string,
): LifelineScale | null {
  if (page.length === 0) return null;
  const today = Date.parse(now);
  const starts = page.map(({ createdAt }) => Date.parse(createdAt));
  const ends = page.map(({ expiresAt }) => (expiresAt === null ? Infinity : Date.parse(expiresAt)));
  const from = Math.max(today - SCALE_REACH_MS, Math.min(today, ...starts));
  const to = Math.min(today + SCALE_REACH_MS, Math.max(today, ...ends));
  // A page of one key that was made this instant and has ended: a day is drawn.
  return { from, to: Math.max(to, from + DAY_MS) };
}

/** A lifeline on a scale that it shares with others: cut where it reaches beyond, and without the marks there. */
export function layOnScale(facts: LifelineFacts, now: string, { from, to }: LifelineScale): Lifeline {
  const start = Date.parse(facts.createdAt);
  const today = Math.max(Date.parse(now), start);
  const place = (at: number) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const barEndAt = facts.expiresAt ? Math.max(Date.parse(facts.expiresAt), start + 1) : to;
  return {
    segments: segmentsOf(facts, { start, today, barEndAt }, place).filter((part) => part.to > part.from),
    marks: marksOf(facts, new Date(today).toISOString(), place).filter((mark) => {
      const at = Date.parse(mark.at);
      return at >= from && at <= to;
    }),
    barEnd: 1,
    hasExpiry: facts.expiresAt !== null,
    isAlive: (endOf(facts) ?? Infinity) > today,
  };
}

/** Lays a key's life out on a bar. Instants before the creation lie at its start. */
export function layLifeline(facts: LifelineFacts, now: string): Lifeline {
  const start = Date.parse(facts.createdAt);
  const today = Math.max(Date.parse(now), start);
  const barEndAt = facts.expiresAt
    ? Math.max(Date.parse(facts.expiresAt), start + 1)
    : start + Math.max((today - start) * OPEN_FUTURE, DAY_MS);
  const { firstCallAt, lastCallAt, lastUsedAt, replacedAt, retiresAt, revokedAt } = facts;
  const events = [firstCallAt, lastCallAt, lastUsedAt, replacedAt, retiresAt, revokedAt];
  const latest = Math.max(today, ...events.map((at) => (at === null ? 0 : Date.parse(at))));
  const barEnd = latest > barEndAt ? 1 - TAIL : 1;
  const place = (at: number): number => {
    if (at <= barEndAt) return (barEnd * Math.max(0, at - start)) / (barEndAt - start);
    return Math.min(1, barEnd + (TAIL * (at - barEndAt)) / (latest - barEndAt));
  };
  return {
    segments: segmentsOf(facts, { start, today, barEndAt }, place),
    marks: marksOf(facts, new Date(today).toISOString(), place),
    barEnd,
    hasExpiry: facts.expiresAt !== null,
    isAlive: (endOf(facts) ?? Infinity) > today,
  };
}

function segmentsOf(
  facts: LifelineFacts,
  { start, today, barEndAt }: { start: number; today: number; barEndAt: number },
  place: (at: number) => number,
): Segment[] {
  const end = Math.min(endOf(facts) ?? barEndAt, barEndAt);
  const overlapFrom =
    facts.retiresAt === null ? end : Math.min(end, facts.replacedAt ? Date.parse(facts.replacedAt) : today);
  const livedTo = Math.min(today, overlapFrom);
  const parts: [SegmentKind, number, number][] = [
    ["lived", start, livedTo],
    ["ahead", livedTo, overlapFrom],
    ["overlap", overlapFrom, end],
    ["lost", end, barEndAt],
  ];
  return parts
    .filter(([, from, to]) => to > from)
    .map(([kind, from, to]) => ({ kind, from: place(from), to: place(to) }));
}

function marksOf(facts: LifelineFacts, now: string, place: (at: number) => number): Mark[] {
  const { firstCallAt, lastCallAt, lastUsedAt } = facts;
  const isOnlyCall = firstCallAt === lastCallAt || firstCallAt === lastUsedAt;
  const endedByOverlap = facts.revokedAt !== null && facts.revokedAt === facts.retiresAt;
  const endsByOverlap = facts.retiresAt !== null && (facts.revokedAt === null || endedByOverlap);
  const found: [MarkKind, string | null][] = [
    ["created", facts.createdAt],
    [lastUsedAt === null ? "first_refused" : "first_call", isOnlyCall ? null : firstCallAt],
    ["replaced", facts.replacedAt],
    ["last_used", lastUsedAt],
    // A call whose verdict is not the last accepted one's came after it.
    ["last_refused", lastCallAt === lastUsedAt ? null : lastCallAt],
    ["revoked", endedByOverlap ? null : facts.revokedAt],
    ["overlap_end", endsByOverlap ? facts.retiresAt : null],
    ["now", now],
    ["expires", facts.expiresAt],
  ];
  return found
    .flatMap(([kind, at]) => (at === null ? [] : [{ kind, at, position: place(Date.parse(at)) }]))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
