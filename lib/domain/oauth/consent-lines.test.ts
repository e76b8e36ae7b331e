import { expect, it } from "vitest";

import { beyondProfile, consentLines } from "./consent-lines";

it("a consent page says each scope in words, with what it opens of this app and lets it gain, and who somebody is once", () => {
  const lines = consentLines(
    ["openid", "signature", "profile", "extended"],
    ["extended"],
    ["agreements:read", "extended"],
  );
  expect(lines).toMatchObject([
    { name: "openid", sentence: "Know your name and your address of mail", opened: [], isNew: false },
    { name: "signature", opened: ["agreements:read"], isNew: false },
    { name: "extended", warning: "Its access lasts until you take it back.", isNew: true },
  ]);
});

it("what the person may not do is said, since the app may not either", () => {
  const scopes = ["agreements:read", "agreements:write", "users:write"] as const;
  expect(beyondProfile(["signature"], scopes, "viewer")).toEqual(["users:write", "agreements:write"]);
  expect(beyondProfile(["signature"], scopes, "admin")).toEqual([]);
});
