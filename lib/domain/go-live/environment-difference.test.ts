import { expect, it } from "vitest";

import { environmentDifference, productionEnvLines, type DifferenceFacts } from "./environment-difference";

const facts: DifferenceFacts = {
  method: "oauth",
  clientId: "client",
  sandboxAccountId: "account-s",
  productionAccountId: "account-p",
  addresses: {
    gate: "https://gate.test",
    productionGate: "https://gate.test",
    console: "https://console.test",
  },
};
const names = (some: Partial<DifferenceFacts>, isSame: boolean) =>
  environmentDifference({ ...facts, ...some })
    .filter(({ sandbox, production }) => (sandbox === production) === isSame)
    .map(({ name }) => name);

it("what differs in production comes before what is the same", () => {
  const settings = environmentDifference({
    ...facts,
    addresses: { ...facts.addresses, productionGate: "https://live.test" },
  });
  expect(settings.map(({ name }) => name)).toEqual([
    "COUNTERSIGN_ACCOUNT_ID",
    "COUNTERSIGN_URL",
    "COUNTERSIGN_USER_ID",
    "COUNTERSIGN_AUTH_URL",
    "COUNTERSIGN_CLIENT_ID",
  ]);
  expect(names({}, false)).toEqual(["COUNTERSIGN_ACCOUNT_ID", "COUNTERSIGN_USER_ID"]);
});

it("the GUID of the key is the same, whatever else is", () => {
  const elsewhere = { addresses: { ...facts.addresses, productionGate: null }, productionAccountId: null };
  expect(names(elsewhere, true)).toEqual(["COUNTERSIGN_AUTH_URL", "COUNTERSIGN_CLIENT_ID"]);
});

it("the lines of the file say of each setting what the sandbox has, and hold no secret", () => {
  const lines = productionEnvLines(environmentDifference(facts), "oauth");
  const texts = (isDifferent: boolean) =>
    lines.filter((line) => line.isDifferent === isDifferent).map(({ text }) => text);
  expect(texts(true)).toEqual([
    "# Account; in the sandbox account-s",
    "COUNTERSIGN_ACCOUNT_ID=account-p",
    "# GUID of the user; that of whoever has consented",
    "COUNTERSIGN_USER_ID=",
    "# Secret; one of its own, made in production",
    "COUNTERSIGN_CLIENT_SECRET=",
  ]);
  expect(texts(false)).toEqual([
    "# Base address of the API; the same as in the sandbox",
    "COUNTERSIGN_URL=https://gate.test",
    "# Authorization host; the same as in the sandbox",
    "COUNTERSIGN_AUTH_URL=https://console.test",
    "# GUID of the key; the same as in the sandbox",
    "COUNTERSIGN_CLIENT_ID=client",
  ]);
  expect(lines.map(({ isDifferent }) => isDifferent)).toEqual(
    lines.map((_, index) => index < texts(true).length),
  );
});

it("what is not known yet is left empty", () => {
  const settings = environmentDifference({ ...facts, method: "long_lived", productionAccountId: null });
  const texts = productionEnvLines(settings, "long_lived").map(({ text }) => text);
  expect(texts.slice(0, 6)).toEqual([
    "# Account; not known yet",
    "COUNTERSIGN_ACCOUNT_ID=",
    "# GUID of the user; that of whoever issues the key",
    "COUNTERSIGN_USER_ID=",
    "# Secret; one of its own, made in production",
    "COUNTERSIGN_KEY=",
  ]);
});
