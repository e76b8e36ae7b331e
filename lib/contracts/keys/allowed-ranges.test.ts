import { describe, expect, it } from "vitest";

import { CreateKeyBody } from "./integration-keys";

const read = (allowedRanges: readonly string[]) =>
  CreateKeyBody.parse({ name: "Nightly", scopes: ["agreements:read"], allowedRanges }).allowedRanges;

describe("the addresses that a key is bound to", () => {
  it("are each there once, however they were written", () => {
    expect(read(["1.2.3.4", "::ffff:1.2.3.4", "1.2.3.4/32", "::ffff:1.2.3.4/128"])).toEqual(["1.2.3.4"]);
    expect(read(["1.2.3.4/32", "1.2.3.4"])).toEqual(["1.2.3.4/32"]);
    expect(read(["2001:DB8::/32", "10.0.0.0/8", "2001:db8:0::/32"])).toEqual(["2001:db8::/32", "10.0.0.0/8"]);
  });

  it("stay apart where one range holds the other, in the order in which they were named", () => {
    const ranges = ["10.0.0.0/16", "10.0.0.0/8", "10.0.0.0", "::/0", "0.0.0.0/0"];
    expect(read(ranges)).toEqual(ranges);
  });

  it("may have white space around them, and none within", () => {
    expect(read([" 1.2.3.4\t", "\u00A010.0.0.0/8\n"])).toEqual(["1.2.3.4", "10.0.0.0/8"]);
    expect(() => read(["1.2. 3.4"])).toThrow();
    expect(() => read([" "])).toThrow();
  });
});
