import { describe, expect, it } from "vitest";

import { knockingDay, knockingNotice, type KnockingKey } from "./knocking";

const account = { id: "a1", name: "Acme Production" };
const day = knockingDay(new Date("2026-11-22T12:00:00Z"));
const key: KnockingKey = {
  id: "k1",
  name: "Acme CI",
  expiresAt: new Date("2027-05-01T00:00:00Z"),
  revokedAt: new Date("2026-11-19T23:30:00Z"),
  retiresAt: null,
  calls: 1_212,
  addresses: 3,
  hasAllAddresses: true,
};
const sentence = (change: Partial<KnockingKey>) => {
  const { lines } = knockingNotice(account, day, [{ ...key, ...change }], 1);
  return `${lines[1]?.link?.label}${lines[1]?.text}`;
};

describe("the told day", () => {
  it("is the same from its end to the end of the next, so that a day is told once, and no hour twice", () => {
    const early = knockingDay(new Date("2026-11-22T06:00:00Z"));
    const late = knockingDay(new Date("2026-11-23T05:59:59.999Z"));
    const next = knockingDay(new Date("2026-11-23T06:00:00Z"));
    expect(late).toEqual(early);
    expect(early.name).toBe("2026-11-22");
    expect(next.from).toEqual(early.to);
    expect(next.name).toBe("2026-11-23");
  });
});

describe("the notice", () => {
  it.each([
    [{}, "Acme CI, revoked on 19 Nov 2026, was still called 1,212 times from 3 addresses."],
    [
      { revokedAt: null, expiresAt: new Date("2026-11-01T00:00:00Z"), calls: 1, addresses: 1 },
      "Acme CI, expired on 1 Nov 2026, was still called once from 1 address.",
    ],
    [
      { revokedAt: null, retiresAt: new Date("2026-11-20T10:00:00Z"), hasAllAddresses: false },
      "Acme CI, replaced, ended on 20 Nov 2026, was still called 1,212 times from 3 addresses or more.",
    ],
    [
      { revokedAt: null, addresses: 0, calls: 2 },
      "Acme CI, a key of the other environment, was still called 2 times from 1 address.",
    ],
  ])("says how the key ended, how often it was called and from where: %#", (change, expected) => {
    expect(sentence(change)).toBe(expected);
  });

  it("names account and day, links each key, and says how many are not listed", () => {
    const notice = knockingNotice(account, day, [key, { ...key, id: "k2" }], 25);
    expect(notice.subject).toBe("25 keys of Acme Production are still called in vain");
    expect(notice.eventKey).toBe("keys_knocking:a1:2026-11-22");
    expect(notice.lines[0]?.text).toContain("from 21 Nov 2026, 06:00 UTC to 22 Nov 2026, 06:00 UTC");
    expect(notice.lines.map((line) => line.link?.path ?? null)).toEqual([
      null,
      "/accounts/a1/api-information/integration-keys/k1?tab=calls&verdict=ended",
      "/accounts/a1/api-information/integration-keys/k2?tab=calls&verdict=ended",
      "/accounts/a1/api-information/integration-keys?status=revoked",
      null,
    ]);
    expect(notice.lines.at(-2)?.link?.label).toBe("23 more");
  });
});
