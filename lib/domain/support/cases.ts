/** What accounts ask of support, and what comes of it. */
import { LOOK_MS, type Classification, type GoLivePolicy } from "../go-live/review";

/**
 * access_request: to have integration keys enabled (R1); go_live: to take a sandbox key a step further to production;
 * transfer: to move an app to another management account, once both have confirmed it (S3).
 */
export const CASE_KINDS = ["access_request", "go_live", "transfer"] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
export const CASE_KIND_LABELS: Record<CaseKind, string> = {
  access_request: "Access request",
  go_live: "Go Live",
  transfer: "Transfer",
};

/** Withdrawn: by the account that asked, or by support where it is a transfer. Expired: a transfer whose time was over. */
export const CASE_STATUSES = ["open", "granted", "declined", "withdrawn", "expired"] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What a case of Go Live asks for: that a review is passed, or that the production key is made. */
export const GO_LIVE_STEPS = ["review", "migration"] as const;
export type GoLiveStep = (typeof GO_LIVE_STEPS)[number];

/** Whose cases of the list are meant: those that whoever asks has taken on, or that nobody has. */
export const CASE_ASSIGNMENTS = ["me", "nobody"] as const;
export type CaseAssignment = (typeof CASE_ASSIGNMENTS)[number];

/** The number of the first case: what people call a case by, and what no other number of theirs looks like. */
export const FIRST_CASE_NUMBER = 1_001;

/** A case as people say it. */
export function caseName(number: number): string {
  return `Case ${number}`;
}

/** A note that only people of support read. */
export const CASE_NOTE_MAX_LENGTH = 2_000;

/** By when support answers a case: a review within the time that its account was told (S5); null where none was told. */
export function answerDueAt(step: GoLiveStep | null, openedAt: Date): Date | null {
  return step === "review" ? new Date(openedAt.getTime() + LOOK_MS) : null;
}

/** What was known of a key when its case was opened: what support decides by. Instants as ISO 8601. */
export type CaseEvidence = {
  readonly classification: Classification;
  readonly description: string;
  readonly contact: string;
  /** What whoever asked for a migration wrote to whoever decides; left out where nothing was. */
  readonly note?: string;
  readonly policy: GoLivePolicy;
  /** The best window of its calls. */
  readonly window: {
    readonly count: number;
    readonly needed: number;
    readonly from: string | null;
    readonly to: string | null;
  };
  readonly violations: readonly {
    readonly rule: string;
    readonly calls: number;
    readonly path: string | null;
  }[];
  readonly prerequisites: readonly {
    readonly code: string;
    readonly isMet: boolean;
    readonly detail: string;
  }[];
};
