import { describe, expect, it } from "vitest";

import { AUDIT_ACTIONS } from "../domain/audit-event";
import { actorWords, auditedChanges, chainWords, deedWords } from "./audit-words";

const event = {
  actorKind: "user",
  actorName: "Ada",
  action: "key.revoked",
  subjectName: "Nightly export",
  before: null,
  after: null,
} as const;

describe("the words for an event", () => {
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

  it.each(AUDIT_ACTIONS)("exist for %s, whatever its row holds", (action) => {
    expect(deedWords({ ...event, action })).not.toBe("");
  });

  it("show only what changed, in units that people read", () => {
    expect(
      auditedChanges({
        before: { maximumLifetimeDays: 365, defaultLifetimeDays: 30, isGoLiveRequired: false },
        after: {
          maximumLifetimeDays: 90,
          defaultLifetimeDays: 30,
          isGoLiveRequired: true,
          expiresAt: "2027-03-01T12:00:00.000Z",
        },
      }),
    ).toEqual([
      { field: "Longest lifetime", before: "1 year", after: "90 days" },
      { field: "Go Live required", before: "no", after: "yes" },
      { field: "Expires", before: null, after: "1 Mar 2027, 12:00:00 UTC" },
    ]);
  });

  it("say what the chain check found", () => {
    expect(chainWords({ isValid: true, events: 1204, firstFault: null })).toContain("1,204 events");
    const fault = { sequence: 7, kind: "missing" } as const;
    expect(chainWords({ isValid: false, events: 9, firstFault: fault })).toBe(
      "Event 7 is gone from the record.",
    );
  });
});
