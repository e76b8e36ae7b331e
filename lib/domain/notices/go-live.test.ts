import { describe, expect, it } from "vitest";

import type { Notice } from "./notice";
import { keyIsLive, migrationDeclined, reviewDecided } from "./go-live";

const key = { id: "k", accountId: "a", name: "Nightly export" };
const validUntil = new Date("2026-12-29T12:00:00.000Z");
const textOf = ({ lines }: Notice) => lines.map(({ link, text }) => `${link?.label ?? ""}${text}`).join(" ");

describe("a decision on the way to production", () => {
  it.each<[string, Notice]>([
    ["a passed review", reviewDecided("c", key, { validUntil })],
    ["a review that is not passed", reviewDecided("c", key, { reason: "No privacy notice" })],
    ["a declined migration", migrationDeclined("c", key, "No contract yet")],
    ["a key that is live", keyIsLive(key, "Acme Production", null)],
  ])("names the key and leads to it: %s", (_, notice) => {
    expect(notice).toMatchObject({ kind: "go_live_decided", accountId: "a" });
    expect(notice.subject).toContain("Nightly export");
    expect(notice.lines[0]?.link).toMatchObject({
      label: "Nightly export",
      path: expect.stringContaining("/accounts/a/api-information/integration-keys/k") as string,
    });
    for (const { text } of notice.lines) expect(text).toMatch(/\S/);
  });

  it("says until when a review is good, why one was declined, and what support said to a key that is live", () => {
    expect(textOf(reviewDecided("c", key, { validUntil }))).toContain("29 Dec 2026");
    expect(textOf(reviewDecided("c", key, { reason: "No privacy notice" }))).toContain("No privacy notice");
    expect(textOf(migrationDeclined("c", key, "No contract yet"))).toContain("No contract yet");
    expect(textOf(keyIsLive(key, "Acme Production", "Welcome"))).toContain("Support says: Welcome");
  });

  it("is told once: each case, and each key, is an event of its own", () => {
    const events = [
      reviewDecided("c", key, { validUntil }),
      migrationDeclined("d", key, "No"),
      keyIsLive(key, "Acme Production", null),
    ].map(({ eventKey }) => eventKey);
    expect(new Set(events).size).toBe(3);
    expect(keyIsLive(key, "Acme Production", "again").eventKey).toBe(events[2]);
  });
});
