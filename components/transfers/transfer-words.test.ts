import { describe, expect, it } from "vitest";

import type { ListedTransfer } from "@/lib/contracts/accounts/transfers";
import { TRANSFER_STATES } from "@/lib/domain/transfers/transfer";

import { nextText, stepsOf } from "./transfer-words";

const GUS = { id: "gus", name: "Gus" };
const AT = "2026-11-02T09:00:00.000Z";
const OPEN: ListedTransfer = {
  id: "t",
  status: "open",
  clientId: "c",
  keyName: "Signing portal",
  environment: "production",
  source: { accountId: "s", name: "Globex" },
  destination: { accountId: "d", name: "Acme" },
  reason: "The team has moved",
  credentials: "keep",
  statement: "It is moved.",
  statementHash: "0".repeat(64),
  openedFor: "source",
  confirmations: [],
  openedAt: AT,
  expiresAt: AT,
  carriedOutAt: null,
  undoUntil: null,
  endedAt: null,
  endReason: null,
  caseId: null,
};
const CONFIRMED_BY_SOURCE: ListedTransfer = {
  ...OPEN,
  confirmations: [
    { side: "source", capacity: "account_admin", by: GUS, fullName: "Gus", reason: null, at: AT },
  ],
};
const CONFIRMED_BY_DESTINATION: ListedTransfer["confirmations"][number] = {
  side: "destination",
  capacity: "account_admin",
  by: { id: "ada", name: "Ada" },
  fullName: "Ada",
  reason: null,
  at: AT,
};
const states = (transfer: ListedTransfer, accountId: string) =>
  stepsOf(transfer, accountId).map(({ state }) => state);

describe("the path of a transfer", () => {
  it("stops at the side whose admin looks, and waits at the other", () => {
    expect(states(OPEN, "s")).toEqual(["done", "stopped", "now", "ahead"]);
    expect(states(OPEN, "d")).toEqual(["done", "now", "stopped", "ahead"]);
    expect(states(CONFIRMED_BY_SOURCE, "s")).toEqual(["done", "done", "now", "ahead"]);
  });

  it("names who stands in for a side without admins, or that nobody can, to whoever looks", () => {
    const possible = { ...OPEN, standIn: { outcome: "possible", organization: "Acme Group" } } as const;
    const deadEnd = { ...OPEN, standIn: { outcome: "dead_end", faults: [] } } as const;
    expect(nextText(OPEN, null)).toBe("An admin of Globex and an admin of Acme have to confirm.");
    expect(nextText(possible, null)).toBe(
      "An admin of the organization Acme Group (for Globex) and an admin of Acme have to confirm.",
    );
    expect(nextText({ ...possible, confirmations: [CONFIRMED_BY_DESTINATION] }, null)).toBe(
      "An admin of the organization Acme Group (for Globex) has to confirm.",
    );
    for (const who of ["d", null]) expect(nextText(deadEnd, who)).toBe("Nobody can confirm for Globex.");
    expect(stepsOf(possible, null)[1]).toMatchObject({ state: "now" });
    expect(stepsOf(deadEnd, null)[1]).toMatchObject({ text: "Nobody can", state: "ahead" });
  });

  it("says who has to act now, as each side sees it", () => {
    expect(nextText(OPEN, "s")).toContain("this account");
    expect(nextText(CONFIRMED_BY_SOURCE, "s")).toContain("Acme");
    expect(nextText(CONFIRMED_BY_SOURCE, "d")).toContain("this account");
    expect(nextText({ ...OPEN, status: "confirmed" }, "s")).toContain("Support");
  });

  it("has four steps and a next sentence in every state", () => {
    for (const status of TRANSFER_STATES) {
      expect(stepsOf({ ...OPEN, status }, "s")).toHaveLength(4);
      expect(nextText({ ...OPEN, status }, "s")).toMatch(/\.$/);
    }
  });
});
