import { describe, expect, it } from "vitest";

import { activityText } from "./activity-text";

const event = { actorName: "Ada", subjectId: "old", subjectName: "Nightly export" };

describe("the history of a key", () => {
  it("tells a creation with what was granted", () => {
    const after = {
      scopes: ["agreements:read", "agreements:send"],
      allowedRanges: [],
      expiresAt: "2027-01-01T00:00:00.000Z",
    };
    expect(activityText({ ...event, action: "key.created", after }, "old")).toEqual({
      title: "Ada created this key",
      details: ["Scopes: agreements:read and agreements:send.", "Expires 1 Jan 2027, 00:00:00 UTC."],
    });
  });

  it("of an app speaks of an app and its tokens", () => {
    const app = { ...event, after: null };
    expect(activityText({ ...app, action: "key.created" }, "old", "app").title).toBe("Ada created this app");
    expect(activityText({ ...app, action: "key.revoked" }, "old", "app")).toEqual({
      title: "Ada revoked this app",
      details: ["Calls with its tokens fail since then."],
    });
    const added = { ...app, action: "key.key_pair_added", after: { name: "Server", bits: 3_072 } };
    expect(activityText(added, "old", "app").details).toEqual(["Name: Server.", "RSA, 3,072 bits."]);
  });

  it("tells a replacement from both of its sides", () => {
    const after = {
      name: "Nightly export 2",
      scopes: ["agreements:read"],
      expiresAt: "2027-01-01T00:00:00.000Z",
      overlapSeconds: 604_800,
      oldKeyEndsAt: "2026-06-08T00:00:00.000Z",
    };
    const replaced = { ...event, action: "key.replaced", after };
    expect(activityText(replaced, "old")).toEqual({
      title: "Ada replaced this key",
      details: ["Its successor is Nightly export 2.", "Overlap of 7 days: it ends 8 Jun 2026, 00:00:00 UTC."],
    });
    expect(activityText(replaced, "new").title).toBe("Ada created this key in place of Nightly export");
    expect(activityText({ ...replaced, after: { ...after, overlapSeconds: 0 } }, "old").details.at(-1)).toBe(
      "No overlap: it ended at once.",
    );
    const { name, expiresAt } = after;
    const late = { name, expiresAt, oldKeyExpiredAt: "2026-05-01T00:00:00.000Z" };
    expect(activityText({ ...replaced, after: late }, "old").details).toEqual([
      "Its successor is Nightly export 2.",
      "It had expired 1 May 2026, 00:00:00 UTC, and stays so.",
    ]);
  });
});
