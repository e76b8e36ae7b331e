import { describe, expect, it } from "vitest";

import { grantSetups, type AppSetup } from "./grants";

const bare: AppSetup = {
  isPublic: false,
  isImplicitAllowed: false,
  secrets: 0,
  keyPairs: 0,
  redirectUris: 0,
  canImpersonate: false,
};
const setupOf = (app: Partial<AppSetup>) =>
  Object.fromEntries(
    grantSetups({ ...bare, ...app }).map(({ grant, state, missing }) => [grant, [state, ...missing]]),
  );

describe("an app's ways to a token", () => {
  it("are none for a new app, and each says what it lacks", () => {
    expect(setupOf({})).toEqual({
      code: ["incomplete", "redirect_uri", "client_secret"],
      jwt: ["incomplete", "impersonation", "key_pair"],
      implicit: ["off", "redirect_uri"],
    });
  });

  it.each<[Partial<AppSetup>, string[]]>([
    [{ secrets: 1 }, ["incomplete", "redirect_uri"]],
    [{ redirectUris: 1 }, ["incomplete", "client_secret"]],
    [{ secrets: 1, redirectUris: 1 }, ["ready"]],
    [{ keyPairs: 1, redirectUris: 1 }, ["incomplete", "client_secret"]],
    [{ isPublic: true }, ["incomplete", "redirect_uri"]],
    [{ isPublic: true, redirectUris: 1 }, ["ready"]],
  ])("by a code: %j", (app, code) => {
    expect(setupOf(app)["code"]).toEqual(code);
  });

  it("by an assertion need a key pair and the scope for it, and nothing else", () => {
    expect(setupOf({ keyPairs: 1, canImpersonate: true })["jwt"]).toEqual(["ready"]);
    expect(setupOf({ keyPairs: 1 })["jwt"]).toEqual(["incomplete", "impersonation"]);
    expect(setupOf({ secrets: 5, redirectUris: 5, canImpersonate: true })["jwt"]).toEqual([
      "incomplete",
      "key_pair",
    ]);
  });

  it("by Implicit are off until they are switched on, whatever else is there", () => {
    expect(setupOf({ redirectUris: 1 })["implicit"]).toEqual(["off"]);
    expect(setupOf({ isImplicitAllowed: true })["implicit"]).toEqual(["incomplete", "redirect_uri"]);
    expect(setupOf({ isImplicitAllowed: true, redirectUris: 1 })["implicit"]).toEqual(["ready"]);
  });
});
