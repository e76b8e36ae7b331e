import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { LONG_LIVED_SCOPES, scopeEntry, SCOPE_CATALOGUE, type Scope } from "../keys/scopes";
import {
  covers,
  grantableNames,
  readAskedScopes,
  tokenScopes,
  widened,
  type GrantName,
} from "./asked-scopes";

const SIGNING = LONG_LIVED_SCOPES.filter((scope) => scopeEntry(scope).group === "Signing");
const names = (text: string) => {
  const reading = readAskedScopes(text);
  return reading.ok ? [...reading.names] : reading.fault;
};

describe("the scopes that an app asks for", () => {
  it.each([
    ["signature impersonation", ["signature", "impersonation"]],
    ["signature+impersonation", ["signature", "impersonation"]],
    ["  signature   extended ", ["signature", "extended"]],
    ["signature signature", ["signature"]],
    ["agreement_read agreements:read", ["agreements:read"]],
    ["openid profile email", ["openid", "profile", "email"]],
    ["", []],
  ])("are read by spaces and by pluses that are left of %%2B: %j", (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each([
    "signature\nextended",
    "signature\textended",
    "signature,extended",
    "SIGNATURE",
    "constructor",
    "a:b",
  ])("are refused by whatever else stands between or in them: %j", (text) => {
    expect(names(text)).toBe("unknown_scope");
  });

  it("are so many at most as a client could mean", () => {
    expect(names("signature ".repeat(101))).toBe("too_many_scopes");
  });
});

describe("what an app gets", () => {
  it("by signature is the Signing group within its ceiling, and nothing of another group", () => {
    expect(tokenScopes(["signature"], ["agreements:read", "teammates:read"])).toEqual(["agreements:read"]);
    expect(tokenScopes(["signature"], ["signature"])).toEqual([...SIGNING, "signature"]);
    expect(tokenScopes(["signature"], ["signature", "agreements:read"])).toEqual([
      "agreements:read",
      "signature",
    ]);
  });

  it("by name is that scope, of any group, where its ceiling has it", () => {
    expect(tokenScopes(["teammates:read", "assets:read"], ["teammates:read"])).toEqual(["teammates:read"]);
    expect(tokenScopes(["openid"], ["signature"])).toEqual([]);
  });

  it("leaves out of the asked names what opens nothing", () => {
    const asked: GrantName[] = ["openid", "signature", "extended", "teammates:read"];
    expect(grantableNames(asked, ["agreements:read", "extended"])).toEqual([
      "openid",
      "signature",
      "extended",
    ]);
    expect(grantableNames(asked, ["teammates:read"])).toEqual(["openid", "teammates:read"]);
  });

  it("is never more than its ceiling, whatever it asks for", () => {
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPE_CATALOGUE.map(({ name }) => name)));
    fc.assert(
      fc.property(scopes, scopes, (asked, app) => {
        const isOpen = app.includes("signature") && !app.some((scope) => SIGNING.includes(scope));
        const most: readonly Scope[] = isOpen ? [...app, ...SIGNING] : app;
        for (const scope of tokenScopes(asked, app)) {
          expect(most).toContain(scope);
          expect(asked.includes(scope) || (asked.includes("signature") && SIGNING.includes(scope))).toBe(
            true,
          );
        }
      }),
    );
  });
});

describe("a consent", () => {
  it.each<[string[], GrantName[], boolean]>([
    [["signature"], ["signature"], true],
    [["signature"], ["agreements:read"], true],
    [["signature"], ["teammates:read"], false],
    [["signature"], ["signature", "impersonation"], false],
    [["agreements:read"], ["signature"], false],
    [["agreements:read"], ["openid", "agreements:read"], true],
    [[], ["openid"], true],
  ])("to %j covers %j: %j", (consented, asked, isCovered) => {
    expect(covers(consented, asked)).toBe(isCovered);
  });

  it("that is widened covers what it covered, and what was asked", () => {
    const name = fc.constantFrom(...SCOPE_CATALOGUE.map((entry) => entry.name));
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.uniqueArray(name), (before, asked) => {
        const after = widened(before, asked);
        expect(covers(after, before) && covers(after, asked)).toBe(true);
      }),
    );
  });
});
