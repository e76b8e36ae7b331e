import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  canonicalAddress,
  canonicalHop,
  canonicalRange,
  isAddressAllowed,
  readAddress,
  readRange,
  subscriberOf,
} from "./ip-addresses";

describe("reading an address", () => {
  it.each([
    ["0.0.0.0", 0xffff_0000_0000n],
    ["10.0.0.1", 0xffff_0a00_0001n],
    ["255.255.255.255", 0xffff_ffff_ffffn],
    ["::ffff:10.0.0.1", 0xffff_0a00_0001n],
    ["::FFFF:a00:1", 0xffff_0a00_0001n],
    ["0:0:0:0:0:ffff:10.0.0.1", 0xffff_0a00_0001n],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["2001:db8::8a2e:370:7334", 0x2001_0db8_0000_0000_0000_8a2e_0370_7334n],
    ["2001:DB8:0:0:0:8A2E:370:7334", 0x2001_0db8_0000_0000_0000_8a2e_0370_7334n],
    ["1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ["1:2:3:4:5:6:7::", 0x0001_0002_0003_0004_0005_0006_0007_0000n],
  ])("reads %s", (text, value) => {
    expect(readAddress(text)).toBe(value);
  });

  it.each([
    "",
    " ",
    "1",
    "10.0.0",
    "10.0.0.1.2",
    "010.0.0.1",
    "10.0.0.256",
    "10.0.0.-1",
    "0x0a.0.0.1",
    "10.0.0.1 ",
    "10.0.0.1:80",
    "10.0.0.1/32",
    "[::1]",
    "::1%eth0",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "g::",
    "1.2.3.4::",
    "::1.2.3",
    "::1.2.3.4:5",
    "localhost",
    "1".repeat(100_000),
  ])("refuses %j", (text) => {
    expect(readAddress(text)).toBeNull();
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("0123456789abf:./%[] x")) }), (text) => {
        readAddress(text);
        readRange(text);
      }),
    );
  });

  it("reads every address that is written by the rules, whichever way", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV4(), (v6, v4) => {
        expect(readAddress(v6)).not.toBeNull();
        expect(readAddress(v4)).toBe(readAddress(`::ffff:${v4}`));
      }),
    );
  });
});

describe("who is counted by an address", () => {
  it.each([
    ["192.0.2.10", "192.0.2.10"],
    ["::ffff:192.0.2.10", "192.0.2.10"],
    ["::ffff:c000:20a", "192.0.2.10"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", null],
  ])("%s is %s", (address, subscriber) => {
    expect(subscriberOf(address)).toBe(subscriber);
  });
});

describe("reading a range", () => {
  it.each([
    ["10.0.0.0/8", 104],
    ["10.0.0.1", 128],
    ["10.0.0.1/32", 128],
    ["0.0.0.0/0", 96],
    ["::/0", 0],
    ["2001:db8::/32", 32],
    ["2001:db8::1", 128],
    ["::ffff:10.0.0.0/104", 104],
  ])("reads %s", (text, prefixBits) => {
    expect(readRange(text)?.prefixBits).toBe(prefixBits);
  });

  it.each([
    "10.0.0.1/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "2001:db8::1/64",
    "::/129",
    "/8",
    "",
  ])("refuses %j", (text) => {
    expect(readRange(text)).toBeNull();
  });
});

function asNumber(parts: readonly number[]): number {
  return parts.reduce((value, part) => value * 256 + part, 0);
}

describe("an allow-list", () => {
  it.each([
    [["10.0.0.0/8"], "10.255.255.255", true],
    [["10.0.0.0/8"], "11.0.0.0", false],
    [["10.0.0.0/8"], "::ffff:10.1.2.3", true],
    [["::ffff:10.0.0.0/104"], "10.1.2.3", true],
    [["10.0.0.1"], "10.0.0.10", false],
    [["10.0.0.1", "2001:db8::/32"], "2001:db8:ffff::1", true],
    [["2001:db8::/32"], "2001:db9::1", false],
    [["::/0"], "2001:db8::1", true],
    [["::/0"], "10.0.0.1", false],
    [["::/64"], "10.0.0.1", false],
    [["0.0.0.0/0"], "10.0.0.1", true],
    [["0.0.0.0/0"], "::1", false],
    [["10.0.0.0/8"], "not an address", false],
    [["nonsense"], "10.0.0.1", false],
  ])("%j lets %s through: %s", (ranges, address, isAllowed) => {
    expect(isAddressAllowed(ranges, address)).toBe(isAllowed);
  });

  it("that is empty lets everyone through, and one that is not lets nobody through whose address is unknown", () => {
    expect(isAddressAllowed([], null)).toBe(true);
    expect(isAddressAllowed(["0.0.0.0/0", "::/0"], null)).toBe(false);
  });

  it("holds an IPv4 address exactly if its first bits are those of the range", () => {
    const anAddress = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(anAddress, anAddress, fc.nat(32), (a, b, bits) => {
        const size = 2 ** (32 - bits);
        const base = Math.floor(asNumber(a) / size) * size;
        const text = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".");
        const isInside = asNumber(b) >= base && asNumber(b) < base + size;
        expect(isAddressAllowed([`${text}/${bits}`], b.join("."))).toBe(isInside);
      }),
    );
  });
});

describe("the one spelling of an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["0:0:0:0:0:FFFF:CB00:7107", "203.0.113.7"],
    ["2001:DB8::1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0::1", "::1"],
    ["1::0", "1::"],
    ["::203.0.113.7", "::cb00:7107"],
  ])("of %s is %s", (text, spelling) => {
    expect(canonicalAddress(text)).toBe(spelling);
  });

  it("is the same for every way to write it, reads as the same address, and is its own", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.boolean(), (text, isUpper) => {
        const spelling = canonicalAddress(isUpper ? text.toUpperCase() : text);
        expect(spelling).not.toBeNull();
        expect(readAddress(spelling ?? "")).toBe(readAddress(text));
        expect(canonicalAddress(spelling ?? "")).toBe(spelling);
      }),
    );
  });

  it("has neither brackets nor port, and nobody's address has a zone", () => {
    expect(canonicalHop("[2001:DB8::1]:443")).toBe("2001:db8::1");
    expect(canonicalHop("[::ffff:cb00:7107]")).toBe("203.0.113.7");
    expect(canonicalHop("203.0.113.7:443")).toBe("203.0.113.7");
    for (const text of ["fe80::1%eth0", "[fe80::1%25eth0]", "203.0.113.7:", "[203.0.113.7", "::1]", ""]) {
      expect(canonicalHop(text)).toBeNull();
    }
  });

  it.each([
    ["::ffff:203.0.113.0/120", "203.0.113.0/24"],
    ["::FFFF:cb00:7107", "203.0.113.7"],
    ["2001:DB8:0::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::ffff:0:0/95", null],
  ])("of the range %s is %s", (text, spelling) => {
    expect(canonicalRange(text)).toBe(spelling);
  });
});

const plainOf = (bytes: readonly number[]) => bytes.join(".");
const hexOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]) =>
  `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;

/** The range of the first bits of an address. */
function rangeOf(bytes: readonly number[], bits: number): string {
  const value = bytes.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - bits);
  const base = Math.floor(value / size) * size;
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${plainOf(parts)}/${bits}`;
}

describe("an IPv4 address mapped into IPv6", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const v4 = fc.tuple(byte, byte, byte, byte);
  it("is let through by a list where the plain one is, and refused where that one is", () => {
    fc.assert(
      fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (bytes, other, bits) => {
        for (const list of [
          [rangeOf(bytes, bits)],
          [rangeOf(other, bits)],
          ["2001:db8::/32", "::/0"],
          [plainOf(other)],
        ]) {
          const isAllowed = isAddressAllowed(list, plainOf(bytes));
          expect(isAddressAllowed(list, `::ffff:${plainOf(bytes)}`)).toBe(isAllowed);
          expect(isAddressAllowed(list, hexOf(bytes))).toBe(isAllowed);
          expect(isAddressAllowed(list, hexOf(bytes).toUpperCase())).toBe(isAllowed);
        }
        expect(isAddressAllowed([rangeOf(bytes, bits)], hexOf(bytes))).toBe(true);
        expect(isAddressAllowed(["2001:db8::/32", "::/0"], hexOf(bytes))).toBe(false);
        expect(canonicalAddress(hexOf(bytes))).toBe(plainOf(bytes));
        expect(subscriberOf(hexOf(bytes))).toBe(plainOf(bytes));
      }),
    );
  });
});
