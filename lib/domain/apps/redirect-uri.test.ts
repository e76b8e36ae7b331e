import { describe, expect, it } from "vitest";

import {
  isLoopbackUri,
  isOnThisComputer,
  isRegistered,
  readRedirectUri,
  readRedirectUris,
} from "./redirect-uri";

describe("a redirect URI", () => {
  it.each([
    "https://app.example.com/callback",
    "https://app.example.com",
    "https://app.example.com/",
    "https://app.example.com:8443/oauth/callback?tenant=1",
    "https://xn--mnchen-3ya.example/zur%C3%BCck",
    "http://localhost:3000/callback",
    "http://localhost/callback",
    "http://127.0.0.1:5000/",
    "http://[::1]:5000/callback",
    "https://192.0.2.7/callback",
  ])("is taken as it is: %s", (uri) => {
    expect(readRedirectUri(uri)).toEqual({ ok: true, uri });
    expect(readRedirectUri(`  ${uri}\n`)).toEqual({ ok: true, uri });
  });

  it.each([
    ["", "not_absolute"],
    ["app.example.com/callback", "not_absolute"],
    ["/callback", "not_absolute"],
    ["https://", "not_absolute"],
    ["https:///callback", "not_canonical"],
    ["//app.example.com/callback", "not_absolute"],
    ["http://app.example.com/callback", "not_https"],
    ["http://localhost.example.com/callback", "not_https"],
    ["http://127.0.0.1.example.com/", "not_https"],
    ["http://[::2]/callback", "not_https"],
    ["myapp://callback", "not_https"],
    ["javascript:alert(1)", "not_absolute"],
    ["data:text/html,hello", "not_absolute"],
    ["https://app.example.com/callback#token", "has_fragment"],
    ["https://app.example.com/callback#", "has_fragment"],
    ["https://*.example.com/callback", "has_wildcard"],
    ["https://app.example.com/*", "has_wildcard"],
    ["https://user@app.example.com/callback", "has_user_info"],
    ["https://user:secret@app.example.com/", "has_user_info"],
    ["https://@app.example.com/", "has_user_info"],
    ["https://App.Example.com/callback", "not_canonical"],
    ["HTTPS://app.example.com/callback", "not_canonical"],
    ["https://app.example.com:443/callback", "not_canonical"],
    ["https://app.example.com./callback", "not_canonical"],
    ["https://app.example.com:0/callback", "no_port"],
    ["http://localhost:0/callback", "no_port"],
    ["https://münchen.example/callback", "not_canonical"],
    ["https://app.example.com/a/../callback", "not_canonical"],
    ["https://app.example.com\\callback", "not_canonical"],
    ["https://app.example.com/call back", "not_canonical"],
    ["https://app.example.com/call\tback", "not_canonical"],
    ["http://0x7f.1/callback", "not_canonical"],
    [`https://app.example.com/${"a".repeat(2_000)}`, "too_long"],
  ])("is refused: %j is %s", (text, code) => {
    expect(readRedirectUri(text)).toMatchObject({ ok: false, code });
  });

  it("that is written in another way is shown as browsers write it", () => {
    expect(readRedirectUri("https://App.Example.com:443/a/../b")).toMatchObject({
      detail: "Browsers write this address as https://app.example.com/b. Write it so.",
    });
    expect(readRedirectUri("https://app.example.com./b")).toMatchObject({
      detail: "The host ends with a dot. Write https://app.example.com/b instead.",
    });
  });

  it("may have 2,000 characters and no more", () => {
    const uri = `https://app.example.com/${"a".repeat(1_976)}`;
    expect(uri).toHaveLength(2_000);
    expect(readRedirectUri(uri).ok).toBe(true);
    expect(readRedirectUri(`${uri}a`).ok).toBe(false);
  });
});

it("reads a list whole, or says which entry is at fault", () => {
  const [first, second] = ["https://a.example/", "https://b.example/"];
  expect(readRedirectUris([first, ` ${second}`])).toEqual({ ok: true, uris: [first, second] });
  expect(readRedirectUris([first, second, first])).toMatchObject({ ok: false, index: 2, code: "duplicate" });
  // One address, which browsers write with the slash.
  expect(readRedirectUris(["https://a.example", first])).toMatchObject({ index: 1, code: "duplicate" });
  expect(readRedirectUris(["https://a.example"])).toEqual({ ok: true, uris: ["https://a.example"] });
  expect(readRedirectUris([first, "nowhere"])).toMatchObject({ ok: false, index: 1, code: "not_absolute" });
  expect(readRedirectUris([])).toEqual({ ok: true, uris: [] });
});

describe("the URI of a request", () => {
  const own = ["https://app.example.com/callback", "http://127.0.0.1/callback", "http://localhost:3000/"];

  it.each([
    ["https://app.example.com/callback", true],
    ["https://app.example.com/callback/", false],
    ["https://app.example.com/Callback", false],
    ["https://app.example.com/callback?x=1", false],
    ["https://app.example.com:8443/callback", false],
    ["https://app.example.com.evil.example/callback", false],
    ["http://127.0.0.1:49152/callback", true],
    ["http://127.0.0.1:49152/other", false],
    ["http://localhost:49152/", true],
    ["http://localhost:49152/callback", false],
    ["https://127.0.0.1:49152/callback", false],
    ["http://127.0.0.1:49152@evil.example/callback", false],
    ["http://127.0.0.1:65535/callback", true],
    ["http://127.0.0.1:65536/callback", false],
    ["http://127.0.0.1:123456/callback", false],
  ])(
    "is compared character by character, but for the port of a loopback address: %s is %s",
    (asked, isKnown) => {
      expect(isRegistered(own, asked)).toBe(isKnown);
    },
  );
});

it("is of this computer alone where its port may differ, and not because it looks so", () => {
  expect(isLoopbackUri("http://localhost:3000/callback")).toBe(true);
  expect(isLoopbackUri("http://[::1]/")).toBe(true);
  expect(isLoopbackUri("https://localhost:3000/callback")).toBe(false);
  expect(isLoopbackUri("http://localhost.example.com/")).toBe(false);
});

it("is answered on this computer by http or https, and by no name that looks so", () => {
  for (const uri of ["http://localhost:1/", "https://127.0.0.1/cb", "http://[::1]/"]) {
    expect(isOnThisComputer(uri)).toBe(true);
  }
  for (const uri of [
    "https://localhost.example.com/",
    "https://app.example.com/?at=localhost",
    "localhost",
  ]) {
    expect(isOnThisComputer(uri)).toBe(false);
  }
});
