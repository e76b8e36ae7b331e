import { describe, expect, it } from "vitest";

import { transferStatement, type StatementFacts } from "./statement";

const FACTS: StatementFacts = {
  clientId: "7b1f0a52-8c1d-4d0e-9a61-0d6c5b1f2a10",
  keyName: "Ledger sync",
  environment: "production",
  source: { accountId: "0199a000-0000-7000-8000-000000000001", name: "Globex" },
  destination: { accountId: "0199a000-0000-7000-8000-000000000002", name: "Acme Production" },
  credentials: "keep",
  reason: "Globex is closing",
};

describe("the statement of a transfer", () => {
  it("names the key, both accounts, what becomes of the credentials, and why", () => {
    expect(transferStatement(FACTS)).toMatchInlineSnapshot(`
      "The integration key "Ledger sync" with the GUID 7b1f0a52-8c1d-4d0e-9a61-0d6c5b1f2a10 (production) is moved from the management account "Globex" (0199a000-0000-7000-8000-000000000001) to the management account "Acme Production" (0199a000-0000-7000-8000-000000000002).
      From then on the admins of "Acme Production" manage it, and those of "Globex" do not.
      Its GUID, client secrets, key pairs and redirect URIs stay as they are.
      Its calls and usage history stay with it. The limits of "Acme Production" hold from the first call on.
      Reason: "Globex is closing""
    `);
  });

  it.each<[keyof StatementFacts, Partial<StatementFacts>]>([
    ["clientId", { clientId: "7b1f0a52-8c1d-4d0e-9a61-0d6c5b1f2a11" }],
    ["keyName", { keyName: "Ledger sync 2" }],
    ["environment", { environment: "sandbox" }],
    ["source", { source: { ...FACTS.source, accountId: FACTS.destination.accountId } }],
    ["destination", { destination: { ...FACTS.destination, name: "Acme" } }],
    ["credentials", { credentials: "revoke" }],
    ["reason", { reason: "Globex has closed" }],
  ])("is another one for another %s", (_, change) => {
    expect(transferStatement({ ...FACTS, ...change })).not.toBe(transferStatement(FACTS));
  });

  it("keeps a reason from looking like another part of it", () => {
    const forged = transferStatement({ ...FACTS, reason: 'no"\nReason: "yes' });
    expect(forged.split("\n")).toHaveLength(transferStatement(FACTS).split("\n").length);
  });
});
