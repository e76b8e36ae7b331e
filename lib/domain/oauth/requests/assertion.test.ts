import { expect, it } from "vitest";

import { endsInTime, isForUs } from "./assertion";

it.each([
  ["keys.example.com:8443", true],
  ["https://keys.example.com:8443", true],
  ["https://keys.example.com:8443/", true],
  ["https://keys.example.com:8443/oauth/token", true],
  [["other", "keys.example.com:8443"], true],
  ["keys.example.com", false],
  ["http://keys.example.com:8443", false],
  ["https://keys.example.com:8443.evil.example", false],
  [["other"], false],
  [undefined, false],
  [{ 0: "keys.example.com:8443" }, false],
])("an assertion for %j is for us: %j", (aud, isOurs) => {
  expect(isForUs({ aud }, "https://keys.example.com:8443")).toBe(isOurs);
});

it("an assertion ends, and within a day", () => {
  const now = new Date("2027-03-01T12:00:00Z");
  const seconds = now.getTime() / 1_000;
  expect(endsInTime({ exp: seconds + 86_400 }, now)).toBe(true);
  expect(endsInTime({ exp: seconds + 86_461 }, now)).toBe(false);
  for (const exp of [undefined, null, "4102444800", Number.NaN, Infinity])
    expect(endsInTime({ exp }, now)).toBe(false);
});
