/**
 * Request logging of a person (PRODUCT 12, S5): off until it is enabled, then the next requests made with credentials that
 * act as this person are kept until the log is full, which switches it off. To log as many more, clear and enable again.
 */

import { REFUSALS } from "../verdict/refusals";

/** Requests that a log holds. */
export const LOG_ENTRIES_MAX = 50;

/** How long a logged request is kept that nobody clears. */
export const LOG_KEPT_DAYS = 30;

/** What a logged request was told: that it is let through, or why not. */
export const LOGGED_CODES = ["allowed", ...REFUSALS] as const;
export type LoggedCode = (typeof LOGGED_CODES)[number];

/** A person's logging as the database has it. */
export type LoggingState = {
  /** Requests that are still to be logged; null while logging is off. */
  readonly left: number | null;
  /** Requests that are in the log. */
  readonly entries: number;
};

export type LoggingEvent =
  | { readonly type: "enable" }
  | { readonly type: "disable" }
  /** Entries are taken out: all of them, or those of one account. */
  | { readonly type: "clear"; readonly entries: number };

/** What becomes of a person's logging, or why it stays as it is. */
export type LoggingStep =
  | { readonly type: "stepped"; readonly state: LoggingState }
  | { readonly type: "unchanged" }
  | { readonly type: "refused"; readonly code: "request_log_full" };

/** The next state of a person's logging. Entries and places that are left are never more than a log holds together. */
export function stepLogging(state: LoggingState, event: LoggingEvent): LoggingStep {
  switch (event.type) {
    case "enable":
      if (state.left !== null) return { type: "unchanged" };
      if (state.entries >= LOG_ENTRIES_MAX) return { type: "refused", code: "request_log_full" };
      return stepped(roomAfter(state.entries), state.entries);
    case "disable":
      return state.left === null ? { type: "unchanged" } : stepped(null, state.entries);
    case "clear": {
      if (event.entries === 0) return { type: "unchanged" };
      const entries = Math.max(0, state.entries - event.entries);
      return stepped(state.left === null ? null : roomAfter(entries), entries);
    }
  }
}

function stepped(left: number | null, entries: number): LoggingStep {
  return { type: "stepped", state: { left, entries } };
}

function roomAfter(entries: number): number {
  return Math.max(0, LOG_ENTRIES_MAX - entries);
}

/** How many more requests would be logged: while it is off, after it is enabled again. */
export function remainingEntries({ left, entries }: LoggingState): number {
  return left ?? roomAfter(entries);
}

/** The words of the refusal to enable a log that is full. */
export const LOG_FULL_TEXT = `The log is full: it holds ${LOG_ENTRIES_MAX} requests. Clear it, then enable logging again.`;

/**
 * The same for a program, which sees and clears what acted in its credential's account alone: where nothing of the log did, to
 * clear it there would change nothing, and a person has to.
 * @param own how many of the requests in the log the program can clear
 * @param consoleUrl where the person finds the log; null where that is not known
 */
export function logFullText(own: number, consoleUrl: string | null): string {
  if (own > 0) return LOG_FULL_TEXT;
  const where = consoleUrl === null ? "the console" : `the console (${consoleUrl})`;
  return `The log is full: it holds ${LOG_ENTRIES_MAX} requests, all of which acted in other accounts. They can't be cleared with this credential: clear the log in ${where}, under Request logging, or with a credential of those accounts, then enable logging again.`;
}
