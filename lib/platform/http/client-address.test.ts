import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { clientAddress } from "./client-address";

const OURS = ["10.0.0.0/8", "::1"];

describe("the client's address", () => {
  it.each([
    // Nobody is trusted: the socket alone counts.
    ["203.0.113.9", "198.51.100.1", [], "203.0.113.9"],
    ["10.0.0.1", "198.51.100.1", [], "10.0.0.1"],
    // A stranger's header is a stranger's claim.
    ["203.0.113.9", "198.51.100.1", OURS, "203.0.113.9"],
    // From the right, as far as our own proxies wrote it.
    ["10.0.0.1", "198.51.100.1", OURS, "198.51.100.1"],
    ["10.0.0.1", "192.0.2.1, 198.51.100.1", OURS, "198.51.100.1"],
    ["10.0.0.1", "192.0.2.1, 198.51.100.1, 10.0.0.2", OURS, "198.51.100.1"],
    ["::1", "2001:db8::1", OURS, "2001:db8::1"],
    ["10.0.0.1", "10.0.0.3, 10.0.0.2", OURS, "10.0.0.3"],
    // Forms that proxies and sockets write addresses in.
    ["::ffff:10.0.0.1", "198.51.100.1:4711", OURS, "198.51.100.1"],
    ["10.0.0.1", "[2001:db8::1]:4711", OURS, "2001:db8::1"],
    ["10.0.0.1", "::ffff:198.51.100.1", OURS, "198.51.100.1"],
    // Without a claim the proxy itself is the client.
    ["10.0.0.1", undefined, OURS, "10.0.0.1"],
    ["10.0.0.1", "", OURS, "10.0.0.1"],
    // What is no address is nobody's.
    ["10.0.0.1", "unknown", OURS, null],
    ["10.0.0.1", "198.51.100.1, <script>", OURS, null],
    [undefined, "198.51.100.1", OURS, null],
  ])("of a request from %s that says %j, with %j trusted, is %s", (socket, header, trusted, address) => {
    expect(clientAddress(socket, header, trusted)).toBe(address);
  });

  it("is what the last stranger before our proxies is, whatever he claims to have come from", () => {
    const character = fc.constantFrom(...Array.from('0123456789abcdef.:,%[]/ x"\u00e9'), "10.0.0.1", "::1");
    const claims = fc.string({ unit: character, maxLength: 300 });
    const ours = fc.array(fc.constantFrom("10.0.0.2", "::ffff:10.0.0.3", "::1"), { maxLength: 5 });
    const strangers = fc.oneof(
      fc.ipV4().filter((address) => !address.startsWith("10.")),
      fc.constant("2001:db8::1"),
    );
    fc.assert(
      fc.property(claims, strangers, ours, (claim, stranger, proxies) => {
        const header = [claim, stranger, ...proxies].join(", ");
        expect(clientAddress("10.0.0.1", header, OURS)).toBe(stranger);
      }),
    );
  });
});
