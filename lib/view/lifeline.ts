/** Geometry of the lifeline: where the parts and marks of a key's life lie on one bar, from 0 to 1. No drawing. */
import { DAY_MS } from "../domain/durations";

/** What a lifeline shows, as the wire has it: ISO instants. An integration key is one of these. */
export type LifelineFacts = {
  readonly createdAt: string;
  /** Null for OAuth apps, which do not expire. */
  readonly expiresAt: string | null;
  /** Set once the key is refused as revoked: by hand, or by the end of its overlap. */
  readonly revokedAt: string | null;
  readonly retiresAt: string | null;
  readonly replacedAt: string | null;
  readonly firstCallAt: string | null;
  readonly lastCallAt: string | null;
};

/** lived: accepted so far; overlap: replaced and accepted; ahead: accepted from now on; lost: cut off by its end. */
export type SegmentKind = "lived" | "overlap" | "ahead" | "lost";
export type Segment = { readonly kind: SegmentKind; readonly from: number; readonly to: number };

export type MarkKind =
  | "created"
  | "first_call"
  | "only_call"
  | "replaced"
  | "last_call"
  | "revoked"
  | "overlap_end"
  | "now"
  | "expires";
export type Mark = { readonly kind: MarkKind; readonly at: string; readonly position: number };

export type Lifeline = {
  readonly segments: readonly Segment[];
  /** In the order of time. */
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

/** Lays a key's life out on a bar. Instants before the creation lie at its start. */
export function layLifeline(facts: LifelineFacts, now: string): Lifeline {
  const start = Date.parse(facts.createdAt);
  const today = Math.max(Date.parse(now), start);
  const barEndAt = facts.expiresAt
    ? Math.max(Date.parse(facts.expiresAt), start + 1)
    : start + Math.max((today - start) * OPEN_FUTURE, DAY_MS);
  const events = [facts.firstCallAt, facts.lastCallAt, facts.replacedAt, facts.retiresAt, facts.revokedAt];
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
  const isOnlyCall = facts.firstCallAt !== null && facts.firstCallAt === facts.lastCallAt;
  const endedByOverlap = facts.revokedAt !== null && facts.revokedAt === facts.retiresAt;
  const endsByOverlap = facts.retiresAt !== null && (facts.revokedAt === null || endedByOverlap);
  const found: [MarkKind, string | null][] = [
    ["created", facts.createdAt],
    ["first_call", isOnlyCall ? null : facts.firstCallAt],
    ["replaced", facts.replacedAt],
    [isOnlyCall ? "only_call" : "last_call", facts.lastCallAt],
    ["revoked", endedByOverlap ? null : facts.revokedAt],
    ["overlap_end", endsByOverlap ? facts.retiresAt : null],
    ["now", now],
    ["expires", facts.expiresAt],
  ];
  return found
    .flatMap(([kind, at]) => (at === null ? [] : [{ kind, at, position: place(Date.parse(at)) }]))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
