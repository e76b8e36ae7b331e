import { describe, expect, it } from "vitest";

import { clientAddress } from "../http/client-address";
import {
  isPasswordSignInOpen,
  readGateSettings,
  readGoLiveSettings,
  readWebSettings,
  SettingsError,
} from "./env";

const web = {
  DATABASE_URL: "postgres://db/app",
  APP_URL: "https://console.example.test",
  GATE_URL: "https://gate.example.test",
  AUTH_SECRET: "x".repeat(32),
};

function complaints(environment: Record<string, string | undefined>): string {
  try {
    readWebSettings(environment);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return error instanceof Error ? error.message : "";
  }
}

describe("settings", () => {
  it("have defaults for all but what only the operator can know", () => {
    expect(readWebSettings(web)).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      DEMO: false,
      TRUSTED_PROXIES: [],
    });
    expect(readGateSettings(web)).toMatchObject({
      GATE_PORT: 3001,
      GATE_TRUSTED_PROXIES: ["127.0.0.0/8", "::1"],
    });
  });

  it("close sign-in by password only where there is another way", () => {
    const issuer = { OIDC_ISSUER: "https://id.example.test", OIDC_CLIENT_ID: "console" };
    expect(complaints({ ...web, ...issuer, PASSWORD_SIGN_IN: "off" })).toBe("");
    expect(complaints({ ...web, PASSWORD_SIGN_IN: "off" })).toMatch(
      /^PASSWORD_SIGN_IN can be off only where OIDC_ISSUER and OIDC_CLIENT_ID are set/,
    );
    expect(complaints({ ...web, PASSWORD_SIGN_IN: "no" })).toMatch(/PASSWORD_SIGN_IN must be on or off/);
    expect([{}, { PASSWORD_SIGN_IN: "off" }].map((given) => isPasswordSignInOpen(given))).toEqual([
      true,
      false,
    ]);
  });

  it("grant no migration by themselves unless they name its classification", () => {
    expect(readGoLiveSettings({})).toEqual({ policy: "calls", autoApproved: [] });
    const given = { GO_LIVE_POLICY: "entitlement", GO_LIVE_AUTO_APPROVE: "private_custom, third_party" };
    expect(readGoLiveSettings(given)).toEqual({
      policy: "entitlement",
      autoApproved: ["private_custom", "third_party"],
    });
    expect(complaints({ ...web, GO_LIVE_POLICY: "none", GO_LIVE_AUTO_APPROVE: "all" })).toMatch(
      /GO_LIVE_POLICY must be calls or entitlement\nGO_LIVE_AUTO_APPROVE must be classifications/,
    );
  });

  it("that are missing or wrong are named, all at once, with what to set", () => {
    const text = complaints({
      ...web,
      DATABASE_URL: undefined,
      AUTH_SECRET: "short",
      PORT: "seventy",
      DEMO: "yes",
    });
    expect(text).toMatch(/DATABASE_URL is not set: it must be a postgres:\/\/ address/);
    expect(text).toMatch(/AUTH_SECRET must be at least 32 random characters/);
    expect(text).toMatch(/PORT /);
    expect(text).toMatch(/DEMO must be on or off/);
  });

  it.each([
    { DATABASE_URL: "mysql://db/app" },
    { APP_URL: "console.example.test" },
    { APP_URL: "javascript:alert(1)" },
    { PORT: "65536" },
    { PORT: "-1" },
    { TRUSTED_PROXIES: "10.0.0.0/8, not-an-address" },
    { TRUSTED_PROXIES: "10.0.0.1/8" },
    { DATABASE_POOL: "0" },
  ])("%o is refused", (given) => {
    expect(complaints({ ...web, ...given })).toContain(Object.keys(given)[0]);
  });
});

describe("the address that a request came from", () => {
  const proxies = ["10.0.0.0/8", "::1"];
  it.each<
    [socket: string | undefined, forwarded: string | undefined, trusted: string[], expected: string | null]
  >([
    ["203.0.113.9", undefined, [], "203.0.113.9"],
    ["203.0.113.9", "1.2.3.4", [], "203.0.113.9"], // nobody is trusted: the header is a claim
    ["203.0.113.9", "1.2.3.4", proxies, "203.0.113.9"], // the header came from a stranger
    ["10.0.0.1", "203.0.113.9", proxies, "203.0.113.9"],
    ["10.0.0.1", "1.2.3.4, 203.0.113.9", proxies, "203.0.113.9"], // what stands further left is a claim
    ["10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", proxies, "203.0.113.9"],
    ["10.0.0.1", "10.9.9.9, 203.0.113.9", proxies, "203.0.113.9"],
    ["10.0.0.1", undefined, proxies, "10.0.0.1"],
    ["10.0.0.1", "", proxies, "10.0.0.1"],
    ["::ffff:10.0.0.1", "203.0.113.9:4711", proxies, "203.0.113.9"],
    ["::1", "[2001:db8::7]:443", proxies, "2001:db8::7"],
    ["::ffff:203.0.113.9", undefined, proxies, "203.0.113.9"],
    ["100.0.0.1", "1.2.3.4", ["10.0.0.0/8"], "100.0.0.1"], // not compared as text
    [undefined, "1.2.3.4", proxies, null],
  ])("socket %s, X-Forwarded-For %s, trusted %j: %s", (socket, forwarded, trusted, expected) => {
    expect(clientAddress(socket, forwarded, trusted)).toBe(expected);
  });
});
