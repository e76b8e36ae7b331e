import { describe, expect, it } from "vitest";

import {
  destinationFault,
  prerequisitesOf,
  type PrerequisiteFacts,
  type ProductionAccount,
} from "./prerequisites";

const acme: ProductionAccount = {
  id: "a1",
  name: "Acme Production",
  plan: "enterprise",
  hasIntegrationKeys: true,
  status: "active",
  isAdmin: true,
};
const facts: PrerequisiteFacts = {
  method: "long_lived",
  redirectUris: 0,
  keyPairs: 0,
  productionAccounts: [acme],
};
const accountOf = (...productionAccounts: ProductionAccount[]) =>
  prerequisitesOf({ ...facts, productionAccounts })[0];

const app = (redirectUris: number, keyPairs: number) =>
  prerequisitesOf({ ...facts, method: "oauth", redirectUris, keyPairs })[1];

describe("the production account", () => {
  it("is named where there is one that will do", () => {
    expect(accountOf(acme)).toEqual({
      code: "production_account",
      isMet: true,
      detail: "Acme Production is active, on the Enterprise plan, and you are its admin.",
    });
    const others = [
      { ...acme, name: "Closed", status: "closed" },
      { ...acme, name: "Globex" },
    ] as const;
    expect(accountOf(acme, ...others)?.detail).toBe(
      "You are an admin of Acme Production and Globex, each active and on the Enterprise plan.",
    );
  });

  it.each([
    [{ isAdmin: false }, /no admin of Acme Production/],
    [{ status: "closed" }, /^Acme Production is closed/],
    [{ plan: "business" }, /^Acme Production: .*Enterprise plan/],
    [{ hasIntegrationKeys: false }, /^Acme Production: .*not enabled/],
  ] as const)("is missing with %o, and says what to do", (change, text) => {
    expect(destinationFault({ ...acme, ...change })).toMatch(text);
    expect(accountOf({ ...acme, ...change })).toMatchObject({
      isMet: false,
      detail: expect.stringMatching(text),
    });
  });

  it("is missing where the person belongs to none", () => {
    expect(accountOf()).toMatchObject({
      isMet: false,
      detail: expect.stringMatching(/no production account/),
    });
  });

  it("that lacks the least is told of", () => {
    const far = { ...acme, name: "Far", isAdmin: false, plan: "business" } as const;
    expect(accountOf(far, { ...acme, hasIntegrationKeys: false })?.detail).toMatch(/^Acme Production/);
  });
});

const told = (...productionAccounts: ProductionAccount[]) =>
  prerequisitesOf({ ...facts, productionAccounts }, { name: "Ada Park" })[0]?.detail;

describe("told to somebody else", () => {
  it.each([
    [[acme], "Acme Production is active, on the Enterprise plan, and Ada Park is its admin."],
    [
      [acme, { ...acme, name: "Globex" }],
      "Ada Park is an admin of Acme Production and Globex, each active and on the Enterprise plan.",
    ],
    [
      [{ ...acme, isAdmin: false }],
      "Ada Park is no admin of Acme Production. One of its admins has to take the key there.",
    ],
    [[], "Ada Park belongs to no production account. An admin of one has to invite them as an admin."],
  ] as const)("names the person of %o", (accounts, text) => {
    expect(told(...accounts)).toBe(text);
  });

  it("never says “you”, whatever is missing", () => {
    const lacks = [
      {},
      { isAdmin: false },
      { status: "closed" },
      { plan: "business" },
      { hasIntegrationKeys: false },
    ] as const;
    for (const lack of lacks) expect(told({ ...acme, ...lack })).not.toMatch(/\b(you|yours)\b/i);
  });
});

describe("an app", () => {
  it("needs a way to get tokens: a redirect URI or an RSA key", () => {
    expect(app(0, 0)).toMatchObject({ code: "app_set_up", isMet: false });
    expect(app(1, 0)).toMatchObject({ isMet: true, detail: "The app has a redirect URI." });
    expect(app(0, 1)).toMatchObject({ isMet: true, detail: "The app has an RSA key." });
    expect(app(2, 3)).toMatchObject({ isMet: true, detail: "The app has 2 redirect URIs and 3 RSA keys." });
  });

  it("is all that asks for it: a long-lived key is set up when it is made", () => {
    expect(prerequisitesOf(facts)).toHaveLength(1);
  });
});
