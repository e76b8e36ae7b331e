import { assert, constantFrom, date, property, string } from "fast-check";
import { describe, expect, it } from "vitest";

import { dateFaultText, readDateText, type TimeIfNone } from "./date-reading";
import { MONTHS, zonedMoment } from "./dates";

const read = (text: string, timeZone = "UTC", timeIfNone: TimeIfNone = "00:00") => {
  const reading = readDateText(text, { timeZone, timeIfNone });
  return reading.ok ? reading.at.toISOString().replace(".000Z", "Z") : reading.fault;
};

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] as const;

describe("a date in the product's own form", () => {
  it("is read as the instant that it was written for, in any zone, but for the hour that is shown twice", () => {
    const moments = date({
      min: new Date("2000-01-01T00:00:00Z"),
      max: new Date("2199-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    assert(
      property(moments, constantFrom(...ZONES), (moment, zone) => {
        const instant = new Date(Math.floor(moment.getTime() / 1000) * 1000);
        const back = readDateText(zonedMoment(instant, zone), { timeZone: zone, timeIfNone: "00:00" });
        expect([0, 1_800_000, 3_600_000]).toContain(
          back.ok ? instant.getTime() - back.at.getTime() : back.fault,
        );
      }),
    );
  });

  it.each([
    ["2027-11-29T14:30:00Z", "UTC", "29 Nov 2027, 14:30"],
    ["2027-11-29T14:30:05Z", "UTC", "29 Nov 2027, 14:30:05"],
    ["2027-11-29T23:30:00Z", "Asia/Kolkata", "30 Nov 2027, 05:00"],
    ["2027-01-01T00:00:00Z", "America/Los_Angeles", "31 Dec 2026, 16:00"],
  ])("%s in %s is %s", (iso, zone, text) => {
    expect(zonedMoment(new Date(iso), zone)).toBe(text);
    expect(read(text, zone)).toBe(iso);
  });
});

describe("a typed date and time", () => {
  const MOMENT = "2027-11-29T14:30:00Z";
  it.each([
    "29 Nov 2027, 14:30",
    "29 Nov 2027 14:30",
    "29 nov 2027, 14:30",
    "  29  Nov\u00A02027,\t14:30 ",
    "29 NOVEMBER 2027 14:30",
    "29Nov2027, 14:30",
    "29. November 2027, 14:30",
    "29 Nov. 2027 at 14:30",
    "Nov 29, 2027, 14:30",
    "Nov 29 2027 14:30",
    "November 29th, 2027 at 2:30 pm",
    "29 Nov 2027, 2:30PM",
    "29.11.2027 14:30",
    "29. 11. 2027, 14:30",
    "2027-11-29 14:30",
    "2027-11-29T14:30",
    "2027-11-29T14:30:00",
    "2027-11-29T14:30:00.000Z",
    "2027-11-29t14:30z",
    "2027-11-29T15:30+01:00",
    "2027-11-29T09:00-0530",
    "29 Nov 2027, 14:30:00 UTC",
    "２９ Nov ２０２７, １４:３０",
  ])("%j is understood", (text) => {
    expect(read(text)).toBe(MOMENT);
  });

  it.each(MONTHS.map((month, index) => [month, index + 1] as const))("has the month %s", (month, number) => {
    expect(read(`5 ${month} 2027`)).toBe(`2027-${String(number).padStart(2, "0")}-05T00:00:00Z`);
    expect(read(`${month.toLowerCase()} 5, 2027`)).toBe(read(`5 ${month} 2027`));
    expect(read(`2027-${number}-5`)).toBe(read(`5 ${month} 2027`));
  });

  it.each([
    ["12 am", "00:00"],
    ["12:05 am", "00:05"],
    ["1 am", "01:00"],
    ["12 pm", "12:00"],
    ["11:59pm", "23:59"],
    ["0:00", "00:00"],
    ["23:59", "23:59"],
  ])("at %s is at %s", (said, clock) => {
    expect(read(`29 Nov 2027, ${said}`)).toBe(`2027-11-29T${clock}:00Z`);
  });

  it("means the zone of the field, unless it names one", () => {
    expect(read("29 Nov 2027, 14:30", "Europe/Berlin")).toBe("2027-11-29T13:30:00Z");
    expect(read("29 Nov 2027, 14:30 UTC", "Europe/Berlin")).toBe(MOMENT);
    expect(read("2027-11-29T14:30:00Z", "Asia/Kolkata")).toBe(MOMENT);
  });

  it("is the instant after the gap where the clock never shows it", () => {
    expect(read("28 Mar 2027, 02:30", "Europe/Berlin")).toBe("2027-03-28T01:30:00Z");
  });
});

describe("a day without a time", () => {
  it.each([
    ["00:00", "UTC", "2027-11-29T00:00:00Z"],
    ["23:59", "UTC", "2027-11-29T23:59:00Z"],
    ["24:00", "UTC", "2027-11-30T00:00:00Z"],
    ["00:00", "Europe/Berlin", "2027-11-28T23:00:00Z"],
    ["24:00", "Europe/Berlin", "2027-11-29T23:00:00Z"],
  ] as const)("means %s in %s", (timeIfNone, zone, iso) => {
    for (const text of ["29 Nov 2027", "2027-11-29", "Nov 29, 2027", "29.11.2027"])
      expect(read(text, zone, timeIfNone)).toBe(iso);
  });

  it("ends at midnight also where summer time makes it longer, and at the end of a month and year", () => {
    expect(read("31 Oct 2027", "Europe/Berlin", "24:00")).toBe("2027-10-31T23:00:00Z");
    expect(read("28 Feb 2028", "UTC", "24:00")).toBe("2028-02-29T00:00:00Z");
    expect(read("31 Dec 2027", "UTC", "24:00")).toBe("2028-01-01T00:00:00Z");
  });
});

describe("what is not read", () => {
  it.each(["11/29/2027", "29/11/2027", "1/2/27", "3/4/2027 14:30"])("%j may be two days", (text) => {
    expect(read(text)).toBe("month_as_number");
  });

  it.each([
    "30 Feb 2027",
    "29 Feb 2027",
    "31 Apr 2027",
    "0 Nov 2027",
    "32 Nov 2027",
    "2027-13-01",
    "2027-00-10",
  ])("%j is no day", (text) => {
    expect(read(text)).toBe("no_such_day");
  });

  it("has the leap day of a leap year", () => {
    expect(read("29 Feb 2028")).toBe("2028-02-29T00:00:00Z");
  });

  it.each([
    "",
    " ",
    "soon",
    "tomorrow",
    "29 Nov",
    "Nov 2027",
    "29 Nov 27",
    "29 Nov 0027",
    "29 Novem 2027",
    "29 ja 2027",
    "29 Nov 2027, 24:00",
    "29 Nov 2027, 14:60",
    "29 Nov 2027, 14:30:60",
    "29 Nov 2027, 14",
    "29 Nov 2027, 13 pm",
    "29 Nov 2027, 0 am",
    "29 Nov 2027, 14:30 CET",
    "29 Nov 2027, 14:30+15:00",
    "29 Nov 2027 to 30 Nov 2027",
    "20271129",
    "1795938428190",
    "2027-11-29T",
    `29 Nov 2027${"0".repeat(100)}`,
  ])("%j is no date", (text) => {
    expect(read(text)).toBe("no_date");
  });

  it("never is an instant that is none, whatever is typed", () => {
    assert(
      property(string({ unit: "grapheme" }), constantFrom(...ZONES), (text, timeZone) => {
        const reading = readDateText(text, { timeZone, timeIfNone: "24:00" });
        if (reading.ok) expect(Number.isNaN(reading.at.getTime())).toBe(false);
        else expect(dateFaultText(reading.fault, true)).toMatch(/\.$/);
      }),
    );
  });

  it("is told with a way to write it", () => {
    expect(dateFaultText("month_as_number", false)).toContain("29 Nov 2027, 14:30");
    expect(dateFaultText("no_date", true)).not.toContain("14:30");
  });
});

describe("a day on which the last instant lies that may be meant", () => {
  const latest = new Date("2027-11-29T13:20:00Z");
  const meant = (text: string, timeZone = "UTC", timeIfNone: TimeIfNone = "23:59") => {
    const reading = readDateText(text, { timeZone, timeIfNone, latest });
    return reading.ok ? reading.at.toISOString().replace(":00.000Z", "Z") : reading.fault;
  };

  it.each([
    ["29 Nov 2027", "UTC", "2027-11-29T13:20Z"],
    ["2027-11-29", "UTC", "2027-11-29T13:20Z"],
    // The zone's own day: in Auckland it is the 30th already.
    ["30 Nov 2027", "Pacific/Auckland", "2027-11-29T13:20Z"],
    ["29 Nov 2027", "Pacific/Auckland", "2027-11-29T10:59Z"],
    ["29 Nov 2027", "America/Los_Angeles", "2027-11-29T13:20Z"],
  ])("%s alone in %s means %s", (text, zone, instant) => {
    expect(meant(text, zone)).toBe(instant);
    expect(meant(text, zone, "24:00").slice(0, 10)).toBe(instant.slice(0, 10));
  });

  it.each([
    ["28 Nov 2027", "2027-11-28T23:59Z"],
    ["30 Nov 2027", "2027-11-30T23:59Z"],
    ["29 Nov 2027, 23:59", "2027-11-29T23:59Z"],
    ["29 Nov 2027, 13:21", "2027-11-29T13:21Z"],
  ])("%s means what it says, and may be refused for it", (text, instant) => {
    expect(meant(text)).toBe(instant);
  });
});
