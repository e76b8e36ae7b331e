import * as fc from "fast-check";
import { expect, it } from "vitest";

import { isPublicAddress, mayConnectTo } from "./public-address";

const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "168.63.129.15",
  "168.63.129.17",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.1.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2000::",
  "2001:200::1",
  "2003::1",
  "2606:4700::1111",
  "3ffe:ffff::1",
  "::ffff:1.1.1.1",
  "::ffff:101:101",
  "64:ff9b::1.1.1.1",
];

const NOT_PUBLIC = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.0",
  "100.100.100.200",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.0.1",
  "169.254.169.254",
  "172.16.0.0",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.7",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::1.1.1.1",
  "::ffff:0:0",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:10.0.0.1",
  "::ffff:169.254.169.254",
  "::ffff:0:1.1.1.1",
  "64:ff9b::127.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b::",
  "64:ff9b:1::1.1.1.1",
  "100::1",
  "1fff:ffff::1",
  "2001::1",
  "2001:0:1:2::3",
  "2001:1ff:ffff::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:101:101::1",
  "3fff::1",
  "3fff:fff::1",
  "4000::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fdff:ffff::1",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff02::1",
];

it.each(PUBLIC)("%s is the public network's", (address) => {
  expect(isPublicAddress(address)).toBe(true);
  expect(mayConnectTo(address, [])).toBe(true);
});

it.each(NOT_PUBLIC)("%s is not the public network's", (address) => {
  expect(isPublicAddress(address)).toBe(false);
  expect(mayConnectTo(address, [])).toBe(false);
});

it.each([
  "",
  "localhost",
  "127.1",
  "0177.0.0.1",
  "2130706433",
  "0x7f.1",
  "fe80::1%eth0",
  "[::1]",
  "1.1.1.1:443",
])("%s is no address, and so nobody's public one", (text) => {
  expect(mayConnectTo(text, ["0.0.0.0/0", "::/0"])).toBe(false);
});

it("judges mapped and translated IPv4 as the address that it stands for", () => {
  const part = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(part, part, part, part, (...parts) => {
      const address = parts.join(".");
      const isPublic = isPublicAddress(address);
      expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublic);
      expect(isPublicAddress(`64:ff9b::${address}`)).toBe(isPublic);
      expect(isPublicAddress(`::${address}`)).toBe(false);
    }),
  );
});

it("lets nothing of IPv6 be public beyond the part that is given out", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
  fc.assert(
    fc.property(
      fc.integer({ min: 0x4000, max: 0xffff }),
      fc.array(group, { minLength: 7, maxLength: 7 }),
      (first, rest) => {
        expect(isPublicAddress([first.toString(16), ...rest].join(":"))).toBe(false);
      },
    ),
  );
});

it("goes beyond the public network where the operator allows a range, and no further", () => {
  expect(mayConnectTo("127.0.0.1", ["127.0.0.0/8"])).toBe(true);
  expect(mayConnectTo("::ffff:127.0.0.1", ["127.0.0.0/8"])).toBe(true);
  expect(mayConnectTo("10.1.2.3", ["10.1.0.0/16"])).toBe(true);
  expect(mayConnectTo("10.2.2.3", ["10.1.0.0/16"])).toBe(false);
  expect(mayConnectTo("fd00::1", ["fd00::/8"])).toBe(true);
  expect(mayConnectTo("::1", ["127.0.0.0/8"])).toBe(false);
});
