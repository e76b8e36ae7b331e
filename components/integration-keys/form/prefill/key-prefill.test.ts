import { describe, expect, it } from "vitest";

import { readKeyPrefill } from "./key-prefill";

const facts = {
  profile: "admin",
  now: new Date("2026-11-22T09:20:46Z"),
  maximumLifetimeDays: 365,
  canBeApp: true,
} as const;

describe("the address of the create form", () => {
  it("fills nothing in where it names nothing", () => {
    expect(readKeyPrefill({}, facts)).toEqual({
      name: "",
      method: "long_lived",
      scopes: [],
      expiresAt: null,
      leftOut: [],
    });
  });

  it("takes a name, scopes by either name, and an instant with its zone", () => {
    const search = {
      name: " Nightly export ",
      scopes: "agreement_read,agreements:send agreements:read",
      expires: "2027-03-01T13:00:30+01:00",
    };
    expect(readKeyPrefill(search, facts)).toEqual({
      name: "Nightly export",
      method: "long_lived",
      scopes: ["agreements:read", "agreements:send"],
      expiresAt: "2027-03-01T12:00:30.000Z",
      leftOut: [],
    });
  });

  it("takes a number of days, and an offset whose plus came as a space", () => {
    expect(readKeyPrefill({ expires: "90d" }, facts).expiresAt).toBe("2027-02-20T09:20:00.000Z");
    expect(readKeyPrefill({ expires: "2027-03-01T13:00:00 01:00" }, facts).expiresAt).toBe(
      "2027-03-01T12:00:00.000Z",
    );
  });

  it("reports scopes that do not exist, the first five of them, shortened", () => {
    const scopes = ["agreements:fly", "x".repeat(5_000), "\u202Eevil", "a", "b", "c", "d"].join(" ");
    const { scopes: taken, leftOut } = readKeyPrefill({ scopes }, facts);
    expect(taken).toEqual([]);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toMatch(
      /^The address names scopes that do not exist: agreements:fly, x{40}…, �evil, a, b and 2 more\.$/,
    );
  });

  it("reports scopes for OAuth apps, and those that the profile may not hold (R6)", () => {
    expect(readKeyPrefill({ scopes: "impersonation" }, facts).leftOut[0]).toContain("only OAuth apps");
    const asMember = readKeyPrefill({ scopes: "users:read,users:write" }, { ...facts, profile: "member" });
    expect(asMember.scopes).toEqual(["users:read"]);
    expect(asMember.leftOut).toEqual([
      "The address names scopes that your profile may not hold: users:write.",
    ]);
  });

  it.each(["2027-03-01", "2027-03-01T12:00", "tomorrow", "1e3d"])(
    "leaves out an expiry without a zone: %s",
    (expires) => {
      const prefill = readKeyPrefill({ expires }, facts);
      expect(prefill.expiresAt).toBeNull();
      expect(prefill.leftOut[0]).toContain("no instant with a zone");
    },
  );

  it.each(["2020-01-01T00:00:00Z", "2028-03-01T12:00:00Z", "0d", "9999d", "2027-02-31T99:00:00Z"])(
    "leaves out an expiry that the policy does not allow: %s",
    (expires) => {
      const prefill = readKeyPrefill({ expires }, facts);
      expect(prefill.expiresAt).toBeNull();
      expect(prefill.leftOut[0]).toContain("between now and 1 year from now");
    },
  );

  it("leaves out a name that could not be a key's, and says why", () => {
    const prefill = readKeyPrefill({ name: "pay\u202Eroll" }, facts);
    expect(prefill.name).toBe("");
    expect(prefill.leftOut[0]).toContain("direction marks");
  });
});

describe("the method in the address", () => {
  it("is taken where the account can have it, with the scopes that only apps can hold", () => {
    expect(readKeyPrefill({ method: "oauth", scopes: "signature users:read" }, facts)).toMatchObject({
      method: "oauth",
      scopes: ["users:read", "signature"],
      leftOut: [],
    });
  });

  it("is left out with the reason where apps come through Go Live, and where there is no such method", () => {
    const inProduction = readKeyPrefill({ method: "oauth" }, { ...facts, canBeApp: false });
    expect(inProduction.method).toBe("long_lived");
    expect(inProduction.leftOut).toEqual([expect.stringContaining("through Go Live")]);
    expect(readKeyPrefill({ method: "password" }, facts)).toMatchObject({
      method: "long_lived",
      leftOut: [expect.stringContaining("neither long_lived nor oauth")],
    });
  });
});
