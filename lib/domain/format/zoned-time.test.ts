import { assert, constantFrom, date, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { instantOf, wallClock } from "./zoned-time";

const at = (iso: string) => new Date(iso);

describe("the wall clock of a zone", () => {
  it.each([
    ["2027-03-01T12:00:00Z", "UTC", "2027-03-01T12:00"],
    ["2027-03-01T12:00:30Z", "UTC", "2027-03-01T12:00:30"],
    ["2027-03-01T12:00:00Z", "Europe/Berlin", "2027-03-01T13:00"],
    ["2027-07-01T12:00:00Z", "Europe/Berlin", "2027-07-01T14:00"],
    ["2027-03-01T23:30:00Z", "Asia/Kolkata", "2027-03-02T05:00"],
    ["2027-01-01T00:00:00Z", "America/Los_Angeles", "2026-12-31T16:00"],
  ])("shows %s in %s as %s, and back", (iso, zone, field) => {
    expect(wallClock(at(iso), zone)).toBe(field);
    expect(instantOf(field, zone)).toEqual(at(iso));
  });

  it("reads an hour that the clock never shows as the instant that long after the gap", () => {
    expect(instantOf("2027-03-28T02:30", "Europe/Berlin")).toEqual(at("2027-03-28T01:30:00Z"));
  });

  it("reads an hour that the clock shows twice as the first", () => {
    expect(instantOf("2027-10-31T02:30", "Europe/Berlin")).toEqual(at("2027-10-31T00:30:00Z"));
  });

  it.each(["", "2027-02-30T10:00", "2027-13-01T10:00", "2027-01-01T24:00", "2027-01-01", "soon"])(
    "has no instant for %j",
    (field) => {
      expect(instantOf(field, "UTC")).toBeNull();
    },
  );

  it("comes back to the same instant, but for the hour that is shown twice", () => {
    assert(
      property(
        date({ min: at("2024-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z"), noInvalidDate: true }),
        constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"),
        (moment, zone) => {
          const instant = new Date(Math.floor(moment.getTime() / 1000) * 1000);
          const back = instantOf(wallClock(instant, zone), zone);
          const earlierBy = instant.getTime() - (back?.getTime() ?? 0);
          expect([0, 1_800_000, 3_600_000]).toContain(earlierBy);
        },
      ),
    );
  });
});
