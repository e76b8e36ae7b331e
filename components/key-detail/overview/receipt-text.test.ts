import { describe, expect, it } from "vitest";

import { boundaryText, receiptText, type ReceiptFacts } from "./receipt-text";

const receipt: ReceiptFacts = {
  key: { name: "Nightly export", clientId: "guid", environment: "production" },
  account: { name: "Acme Production" },
  end: "revoked",
  endedAt: "2026-11-22T09:20:46.100Z",
  endedBy: { name: "Ada Osei" },
  reason: "leaked",
  inForceAt: "2026-11-22T09:20:46.104Z",
  boundary: "answer",
  lastAccepted: { at: "2026-11-22T09:20:46.099Z", id: "call-1", address: "10.0.0.9" },
  firstRefused: null,
  acceptedMeanwhile: 0,
  acceptedAfter: 0,
  refusedSince: 1_200,
  auditEvent: { sequence: 7, hash: "abc" },
  issuedAt: "2026-11-22T10:00:00.000Z",
};

describe("a revocation receipt as text", () => {
  it("has every fact on a line, instants to the millisecond", () => {
    expect(receiptText(receipt)).toBe(
      [
        "Revocation receipt",
        "Key: Nightly export (guid)",
        "Account: Acme Production, production",
        "Revoked: 2026-11-22 09:20:46.100 UTC",
        "By: Ada Osei",
        "Reason: leaked",
        "In force from: 2026-11-22 09:20:46.104 UTC. Committed, and not yet answered: every check that began later was refused.",
        "Last accepted call: 2026-11-22 09:20:46.099 UTC from 10.0.0.9, call-1",
        "First refused call: none",
        "Accepted since: 0",
        "Refused since: 1,200",
        "Audit event: 7, abc",
        "Read from the record: 2026-11-22 10:00:00.000 UTC",
      ].join("\n"),
    );
  });

  it("leaves out who and why where nobody acted", () => {
    const expired = { ...receipt, end: "expired", endedBy: null, reason: null, auditEvent: null } as const;
    expect(receiptText(expired)).not.toMatch(/By:|Reason:|Audit event:/);
    expect(receiptText(expired)).toContain("Expiry receipt");
  });

  it("says how many checks were under way while the revocation was written", () => {
    expect(boundaryText({ ...receipt, acceptedMeanwhile: 2 })).toContain("2 accepted before it, by checks");
    expect(boundaryText({ ...receipt, acceptedMeanwhile: 1 })).toContain("1 accepted before it, by a check");
  });
});
