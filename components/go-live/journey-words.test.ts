import { describe, expect, it } from "vitest";

import { GO_LIVE_STATES, type GoLiveState } from "@/lib/domain/go-live/journey";

import { isReady, nextText, policyText, stepsOf, windowText, type Way } from "./journey-words";

const REVIEW = {
  outcome: "passed",
  at: "2026-11-20T09:00:00.000Z",
  expiresAt: "2026-12-20T09:00:00.000Z",
  findings: [],
  classification: "public",
  description: "Sends contracts",
  contact: "dev@acme.example",
  caseId: null,
  expectedBy: null,
} as const;

const FIRST = { from: "2026-11-29T08:00:00.000Z", to: "2026-11-30T08:00:00.000Z" };
const windowOf = (count: number) => ({ ...FIRST, count, needed: 20 });

const way: Way = {
  state: "demo",
  policy: "calls",
  window: windowOf(14),
  openRun: { ...FIRST, count: 14 },
  prerequisites: [{ code: "production_account", isMet: true, detail: "Acme Production will do." }],
  review: null,
  migration: null,
};
const enough: Way = { ...way, window: windowOf(20) };
const missing = [{ code: "production_account", isMet: false, detail: "Ask an admin." }];
const inState = (state: GoLiveState, rest: Partial<Way> = {}): Way => ({
  ...way,
  state,
  review: REVIEW,
  ...rest,
});

const told = (some: Way) => stepsOf(some).map(({ state, text }) => `${state}: ${text}`);

describe("where only the last calls were looked at", () => {
  it("so many count at least, and the board is where one looks further", () => {
    const cut = { ...way, areCallsCut: true };
    expect(stepsOf(cut)[1]).toMatchObject({ state: "now", text: "At least 14 of 20 calls" });
    expect(nextText(cut)).toBe("Many calls, of which few count. The board looks further back and says why.");
  });
});

describe("a key that is live", () => {
  const productionKey = { id: "k", accountId: "a", accountName: "Acme Production" };

  it("says where its copy is to whoever can't open it, since no link does", () => {
    const seen = (canOpenProductionKey: boolean) =>
      nextText(inState("live", { productionKey, canOpenProductionKey }));
    expect(seen(false)).toContain("The copy is in Acme Production");
    expect(seen(true)).not.toContain("Acme Production");
    const moved = { ...productionKey, accountName: null };
    expect(nextText(inState("live", { productionKey: moved, canOpenProductionKey: false }))).toContain(
      "in another account",
    );
  });
});

describe("the window", () => {
  it.each([
    [0, "0 of 20 calls"],
    [14, "14 of 20 calls"],
    [20, "20 of 20 calls"],
    [1_440, "20 of 20 calls"],
  ])("of %i calls reads %s", (count, text) => {
    expect(windowText(windowOf(count))).toBe(text);
  });
});

describe("the steps of the way", () => {
  it.each<[string, Way, string[]]>([
    [
      "at its beginning",
      way,
      [
        "done: Nothing is missing",
        "now: 14 of 20 calls",
        "ahead: Not requested yet",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "with enough calls",
      enough,
      [
        "done: Nothing is missing",
        "done: 20 of 20 calls",
        "now: Not requested yet",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "where something is missing",
      { ...enough, prerequisites: missing },
      [
        "stopped: 1 thing missing",
        "done: 20 of 20 calls",
        "ahead: Not requested yet",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "while support looks",
      inState("review_pending", { review: { ...REVIEW, expectedBy: "2026-11-23T09:00:00.000Z" } }),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "now: With support, until 23 Nov 2026",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "after a review that was not passed",
      inState("review_failed"),
      [
        "done: Nothing is missing",
        "now: 14 of 20 calls",
        "stopped: Not passed on 20 Nov 2026",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "after one that expired",
      inState("review_expired"),
      [
        "done: Nothing is missing",
        "now: 14 of 20 calls",
        "stopped: Expired on 20 Dec 2026",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
    [
      "after one that was passed",
      inState("review_passed"),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "done: Passed, until 20 Dec 2026",
        "now: Not requested yet",
        "ahead: The same GUID",
      ],
    ],
    [
      "while the migration is asked for",
      inState("migration_requested"),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "done: Passed on 20 Nov 2026",
        "now: With support",
        "ahead: The same GUID",
      ],
    ],
    [
      "when it was declined",
      inState("declined"),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "done: Passed, until 20 Dec 2026",
        "stopped: Declined",
        "ahead: The same GUID",
      ],
    ],
    [
      "when it was withdrawn",
      inState("withdrawn"),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "done: Passed, until 20 Dec 2026",
        "stopped: Withdrawn",
        "ahead: The same GUID",
      ],
    ],
    [
      "at its end",
      inState("live", { prerequisites: missing }),
      [
        "done: Nothing is missing",
        "done: Reviewed",
        "done: Passed on 20 Nov 2026",
        "done: Granted",
        "done: In production",
      ],
    ],
    [
      "where no calls are asked for",
      { ...way, policy: "entitlement" },
      [
        "done: Nothing is missing",
        "done: None are asked for",
        "now: Not requested yet",
        "ahead: After the review",
        "ahead: The same GUID",
      ],
    ],
  ])("%s", (_, some, steps) => {
    expect(told(some)).toEqual(steps);
  });
});

describe("what comes next", () => {
  it.each<[string, Way, string]>([
    ["the first thing that is missing", { ...enough, prerequisites: missing }, "Ask an admin."],
    [
      "the review, where nothing is missing",
      enough,
      "Nothing is missing: request the review. For a private or third-party integration it answers at once, for a public or embedded one within three days.",
    ],
    [
      "the calls of the open run that are missing",
      way,
      "6 more calls that count, before 30 Nov 2026, 08:00 UTC.",
    ],
    [
      "the last call of it",
      { ...way, openRun: { ...FIRST, count: 19 } },
      "1 more call that counts, before 30 Nov 2026, 08:00 UTC.",
    ],
    [
      "all calls, where no run is open",
      { ...way, openRun: { count: 0, from: null, to: null } },
      "20 calls that count, within 24 hours. The first one starts the clock.",
    ],
    [
      "the migration, until the review expires",
      inState("review_passed"),
      "The review is passed. Request the migration to production before 20 Dec 2026, 09:00 UTC.",
    ],
    [
      "what support said",
      inState("declined", {
        migration: { reason: "Name a contact." },
      }),
      "Support declined: Name a contact. Change what it says, and request the migration again.",
    ],
  ])("is %s", (_, some, text) => {
    expect(nextText(some)).toBe(text);
  });

  it.each(GO_LIVE_STATES)("is a sentence in state %s", (state) => {
    expect(nextText({ ...way, state })).toMatch(/^[A-Z0-9].*\.$/);
  });
});

it("a key is ready by calls or, where none are asked for, by its set-up alone", () => {
  expect([isReady(way), isReady(enough), isReady({ ...enough, prerequisites: missing })]).toEqual([
    false,
    true,
    false,
  ]);
  expect(isReady({ ...way, policy: "entitlement" })).toBe(true);
});

it("the policy in force is one sentence", () => {
  expect(policyText("calls", 20)).toMatch(/^The rule here: 20 calls [^.]*\.$/);
  expect(policyText("entitlement", 20)).toContain("no test calls");
});
