import { afterEach, describe, expect, it, vi } from "vitest";

import { browserZone, fieldZone, fieldZoneWords } from "./browser-zone";
import { instantOf, wallClock } from "./zoned-time";

describe("the zone of a field", () => {
  it.each([undefined, "", "Etc/Unknown", "Mars/Olympus", "null", "CET+99"])(
    "is UTC, and says so, where the browser reports %j",
    (reported) => {
      const zone = fieldZone(reported);
      expect(zone).toEqual({ name: "UTC", isKnown: false });
      expect(fieldZoneWords(zone)).toContain("UTC: your browser does not say");
    },
  );

  it.each([
    ["Europe/Berlin", "your time zone, Europe/Berlin"],
    ["America/New_York", "your time zone, America/New York"],
    ["UTC", "in UTC."],
    ["Etc/UTC", "in UTC."],
  ])("is the browser's, where that reports %s", (reported, words) => {
    expect(fieldZone(reported)).toEqual({ name: reported, isKnown: true });
    expect(fieldZoneWords(fieldZone(reported))).toContain(words);
  });

  it.each([undefined, "Etc/Unknown", "Asia/Kolkata", "+05:30"])(
    "can always be calculated in: %j",
    (reported) => {
      const { name } = fieldZone(reported);
      const instant = new Date("2027-03-01T12:00:00Z");
      expect(instantOf(wallClock(instant, name), name)).toEqual(instant);
    },
  );
});

const failing = () => {
  throw new RangeError("Invalid time zone specified");
};

describe("a browser that can't tell the time of any zone", () => {
  afterEach(() => vi.unstubAllGlobals());
  it.each([
    ["that makes no format", { DateTimeFormat: failing }],
    [
      "whose formats say nothing",
      {
        DateTimeFormat: class {
          resolvedOptions = failing;
          formatToParts = failing;
        },
      },
    ],
    [
      "whose formats are empty",
      {
        DateTimeFormat: class {
          resolvedOptions = () => ({ timeZone: "Europe/Paris" });
          formatToParts = () => [{ type: "year", value: "?" }];
        },
      },
    ],
  ])("%s fills fields in UTC", (_, broken) => {
    vi.stubGlobal("Intl", broken);
    const zone = fieldZone(browserZone());
    expect(zone).toEqual({ name: "UTC", isKnown: false });
    const instant = new Date("2027-03-01T12:00:00Z");
    expect(instantOf(wallClock(instant, zone.name), zone.name)).toEqual(instant);
  });
});
