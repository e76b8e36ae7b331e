import { describe, expect, it } from "vitest";

import { createUnknownCallers } from "./unknown-callers";

const at = (seconds: number) => new Date(Date.parse("2026-11-22T09:30:00.000Z") + seconds * 1000);

describe("requests without a usable key", () => {
  it("are told to wait beyond the limit of their address, until the next window", () => {
    const callers = createUnknownCallers(2);
    expect([1, 2, 3].map((second) => callers.count("192.0.2.1", at(second)))).toEqual([null, null, 27]);
    expect(callers.count("192.0.2.2", at(4))).toBeNull();
    expect(callers.count("192.0.2.1", at(30))).toBeNull();
  });

  it("are counted per /64 of IPv6, and together where the address is unknown", () => {
    const callers = createUnknownCallers(1);
    callers.count("2001:db8:1:2::1", at(0));
    expect(callers.count("2001:0db8:0001:0002:1::", at(0))).toBe(30);
    expect(callers.count("2001:db8:1:2::ffff", at(0))).toBe(30);
    expect(callers.count("2001:db8:1:3::1", at(0))).toBeNull();
    callers.count(null, at(0));
    expect(callers.count(null, at(0))).toBe(30);
  });

  it("take bounded memory, however many addresses they come from", () => {
    const callers = createUnknownCallers(1);
    for (let index = 0; index < 100_000; index += 1) {
      callers.count(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, at(0));
    }
    // The first address was forgotten when the memory was full; it is let through once more, not for good.
    expect(callers.count("10.0.0.0", at(0))).toBeNull();
    expect(callers.count("10.0.0.0", at(0))).toBe(30);
  });
});
