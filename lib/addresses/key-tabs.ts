/** What the page of a key keeps in its URL: the tab, and what the tab shows. Anything unknown is ignored. */
import { USAGE_RANGES, type UsageRange } from "../domain/calls/usage-range";
import { VERDICT_FILTERS, type VerdictFilter } from "../domain/verdict/verdict-group";
import { exactTime } from "../domain/format/dates";
import { readExplainView, type ExplainView } from "./explain-view";
import { readInstant } from "./read-instant";

export const KEY_TABS = [
  "overview",
  "credentials",
  "quick-start",
  "consents",
  "usage",
  "calls",
  "activity",
  "go-live",
  "explain",
] as const;
export type KeyTab = (typeof KEY_TABS)[number];

export const KEY_TAB_LABELS: Record<KeyTab, string> = {
  overview: "Overview",
  credentials: "Credentials",
  "quick-start": "Quick start",
  consents: "Consents",
  usage: "Usage",
  calls: "Calls",
  activity: "Activity",
  "go-live": "Go Live",
  explain: "Explain access",
};

export type KeyView = {
  readonly tab: KeyTab;
  readonly range: UsageRange;
  readonly verdict: VerdictFilter | null;
  /** A chosen stretch of time, ISO 8601; either end may be open in the list of calls. */
  readonly from: string | null;
  readonly to: string | null;
  readonly explain: ExplainView;
};

type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the search parameters of the page. @param opensOn the range that is shown where none is named */
export function readKeyView(search: Search, opensOn: UsageRange): KeyView {
  const from = readInstant(search["from"]);
  const to = readInstant(search["to"]);
  const isOrdered = spanFault(from, to) === null;
  return {
    tab: oneOf(KEY_TABS, search["tab"]) ?? "overview",
    range: oneOf(USAGE_RANGES, search["range"]) ?? opensOn,
    verdict: oneOf(VERDICT_FILTERS, search["verdict"]),
    from: isOrdered ? from : null,
    to: isOrdered ? to : null,
    explain: readExplainView(search),
  };
}

/** What is wrong with the end of a stretch of time that is asked for, ISO 8601 as JavaScript writes it; null for nothing. */
export function spanFault(from: string | null, to: string | null): string | null {
  return from === null || to === null || from < to ? null : `This is not after From, ${exactTime(from)}.`;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | null {
  return values.find((known) => known === value) ?? null;
}

/** What the usage tab asks for: a chosen stretch if both its ends are there, else the named range. */
export function usageFilters(view: KeyView): { range?: string; from?: string; to?: string } {
  return view.from && view.to ? { from: view.from, to: view.to } : { range: view.range };
}

/** What the list of calls asks for. */
export function callFilters(view: KeyView): { verdict?: string; from?: string; to?: string } {
  return {
    ...(view.verdict ? { verdict: view.verdict } : {}),
    ...(view.from ? { from: view.from } : {}),
    ...(view.to ? { to: view.to } : {}),
  };
}
