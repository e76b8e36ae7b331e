/**
 * The life of a domain's claim: pending until DNS proves it, checked again each day, lapsed after seven days without proof.
 * What rests on a claim (an organization's admin who stands in, consent for everybody) holds while it is held.
 */
import { DAY_MS } from "../time/durations";
import type { Finding } from "./domain-proof";

export const CLAIM_STATUSES = ["pending", "verified", "lapsing", "lapsed"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** A claim without proof lapses so many days after the first check that failed. */
export const LAPSE_AFTER_DAYS = 7;
const LAPSE_AFTER_MS = LAPSE_AFTER_DAYS * DAY_MS;
/** A claim is checked again so long after the last check. */
export const CHECK_EVERY_MS = DAY_MS;
/** Claims that an organization may have, of whatever status. */
export const CLAIMS_PER_ORGANIZATION = 50;

/** The instants that decide a claim's status. */
export type ClaimLife = {
  /** The proof that its status rests on: the first, or the first after it lapsed. */
  readonly verifiedAt: Date | null;
  /** The first check without proof since the last one with it. */
  readonly failingSince: Date | null;
  readonly lapsedAt: Date | null;
};

/**
 * The status of a claim at an instant. Seven days without proof end it by the clock, whether or not a job has come by to
 * write it down.
 */
export function claimStatus(life: ClaimLife, now: Date): ClaimStatus {
  if (!life.verifiedAt) return "pending";
  if (life.lapsedAt) return "lapsed";
  const end = lapsesAt(life);
  if (!end) return "verified";
  return end <= now ? "lapsed" : "lapsing";
}

/** True while what rests on the claim holds. */
export function isHeld(status: ClaimStatus): boolean {
  return status === "verified" || status === "lapsing";
}

/** When a failing claim lapses; null of one that does not fail. */
export function lapsesAt({ failingSince }: Pick<ClaimLife, "failingSince">): Date | null {
  return failingSince ? new Date(failingSince.getTime() + LAPSE_AFTER_MS) : null;
}

export const CLAIM_EVENTS = ["verified", "failing", "recovered", "lapsed"] as const;
export type ClaimEvent = (typeof CLAIM_EVENTS)[number];

/** What a check makes of a claim: its next life, and what happened to it; null where it is what it was. */
export type CheckedClaim = { readonly life: ClaimLife; readonly event: ClaimEvent | null };

/**
 * The claim after a check. A day without proof counts whoever's fault it is: authority over the keys of others that can't be
 * shown is not kept, and seven days are time enough to mend a resolver. A lapsed claim comes back by proof alone.
 */
export function stepClaim(
  life: ClaimLife,
  check: { readonly finding: Finding; readonly at: Date },
): CheckedClaim {
  const status = claimStatus(life, check.at);
  if (check.finding === "proven") {
    if (status === "verified") return { life, event: null };
    if (status === "lapsing") return { life: { ...life, failingSince: null }, event: "recovered" };
    return { life: { verifiedAt: check.at, failingSince: null, lapsedAt: null }, event: "verified" };
  }
  if (status === "verified") return { life: { ...life, failingSince: check.at }, event: "failing" };
  if (status === "lapsed" && !life.lapsedAt) {
    return { life: { ...life, lapsedAt: check.at }, event: "lapsed" };
  }
  return { life, event: null };
}

/** Days of a failing claim on which its organization's admins are told again: the first, one in between, the last. */
const TOLD_ON_DAYS = [6, 3, 0];

/** Which telling is due for a failing claim: the days since it began to fail, of those on which people are told. */
export function toldDay(failingSince: Date, now: Date): number {
  const days = Math.floor((now.getTime() - failingSince.getTime()) / DAY_MS);
  return TOLD_ON_DAYS.find((day) => day <= days) ?? 0;
}
