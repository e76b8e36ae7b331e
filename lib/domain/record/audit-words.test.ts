import { describe, expect, it } from "vitest";

import { AUDIT_ACTIONS } from "./audit-event";
import { auditedChanges } from "./audit-changes";
import { actionsSaidWith, actorKindsSaidWith, IN_CASE, wordsOfSearch } from "./audit-search";
import { actorWords, deedWords } from "./audit-words";

const event = {
  actorKind: "user",
  actorName: "Ada",
  action: "key.revoked",
  subjectName: "Nightly export",
  before: null,
  after: null,
} as const;

const actorSearch = (actorKind: "staff" | "system") =>
  wordsOfSearch(actorWords({ ...event, actorKind, actorName: "" }));

describe("the words for an event", () => {
  it.each(AUDIT_ACTIONS)("find %s by the search, each of them", (action) => {
    const names = { ...event, action, actorName: "", subjectName: "" };
    const change = {
      before: { isShared: false },
      after: {
        isShared: true,
        count: 2,
        ...(IN_CASE.test(action) ? { caseNumber: 1042, transferId: "t" } : {}),
      },
    };
    const said = [deedWords({ ...names, ...change }), deedWords({ ...names, before: null, after: null })];
    // What a changed field was and is comes from the event.
    const ofTheAct = said.map((words) => words.replaceAll(/another (plan|profile)|the usual one|\d+/g, ""));
    for (const word of wordsOfSearch(ofTheAct.join(" ")))
      expect(actionsSaidWith(word), word).toContain(action);
  });

  it("find who is no member of the account", () => {
    for (const word of actorSearch("staff")) expect(actorKindsSaidWith(word)).toContain("staff");
    expect(actorSearch("system").filter((word) => word !== "()")).toEqual(["the", "operator"]);
    expect(actorKindsSaidWith("operator")).toContain("system");
  });

  it("read as a sentence", () => {
    expect(`${actorWords(event)} ${deedWords(event)}`).toBe("Ada revoked Nightly export");
    const byStaff = { ...event, actorKind: "staff", actorName: "Sam" } as const;
    expect(
      `${actorWords(byStaff)} ${deedWords({
        ...byStaff,
        action: "account.plan_changed",
        before: { plan: "business" },
        after: { plan: "enterprise" },
      })}`,
    ).toBe("Sam (support) changed the plan from Business to Enterprise");
  });

  it("say in which case it was done", () => {
    const look = {
      ...event,
      actorKind: "staff",
      actorName: "Sam",
      action: "account.viewed_by_staff",
    } as const;
    const after = { caseId: "0199f6a0-0000-7000-8000-000000000000", caseNumber: 1042 };
    expect(`${actorWords(look)} ${deedWords({ ...look, after })}`).toBe(
      "Sam (support) looked at this account in case 1042",
    );
    expect(auditedChanges({ before: null, after })).toContainEqual({
      field: "Case",
      before: null,
      after: "1042",
    });
  });

  it("name each limit that changed, with what it was and is", () => {
    const change = {
      ...event,
      action: "account.limits_changed",
      before: { activeKeys: null, hourly: null, burst: 500 },
      after: { activeKeys: null, hourly: 5_000, burst: null },
    } as const;
    expect(deedWords(change)).toBe(
      "changed the hourly limit from the usual one to 5,000 and the limit per 30 seconds from 500 to the usual one",
    );
  });

  it.each(AUDIT_ACTIONS)("exist for %s, whatever its row holds", (action) => {
    expect(deedWords({ ...event, action })).not.toBe("");
  });

  it("show only what changed, in units that people read", () => {
    expect(
      auditedChanges({
        before: { maximumLifetimeDays: 365, defaultLifetimeDays: 30, isGoLiveRequired: false, hourly: null },
        after: {
          maximumLifetimeDays: 90,
          defaultLifetimeDays: 30,
          isGoLiveRequired: true,
          hourly: 5_000,
          expiresAt: "2027-03-01T12:00:00.000Z",
        },
      }),
    ).toEqual([
      { field: "Longest lifetime", before: "1 year", after: "90 days" },
      { field: "Go Live required", before: "no", after: "yes" },
      { field: "Hourly", before: "the usual one", after: "5,000" },
      { field: "Expires", before: null, after: "1 Mar 2027, 12:00:00 UTC" },
    ]);
  });
});
