/** Which addresses are the public network's: where the server may go on the word of somebody else (WIRE-FACTS 9). */
import { rangeWith, readAddress } from "./ip-addresses";

/**
 * IPv4 that is nobody's public address (IANA IPv4 Special-Purpose Address Registry), and one that looks like it: of a cloud's
 * own metadata service.
 */
const NOT_PUBLIC_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "168.63.129.16",
];

/** All of IPv6 that is given out to anybody; what lies outside of it is local, multicast, mapped, or not used. */
const GLOBAL_V6 = ["2000::/3"];
/** Within it (IANA IPv6 Special-Purpose Address Registry): tunnels that hold any IPv4 address, and documentation. */
const NOT_PUBLIC_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** IPv4 as networks without it write it (NAT64, RFC 6052): the last 32 bits are the address. */
const NAT64 = ["64:ff9b::/96"];
const V4_BITS = 0xffff_ffffn;

/**
 * True of an IPv4 or IPv6 address of the public network, in whatever way it is written: mapped or translated IPv4 is what it
 * stands for. False for what is no address.
 */
export function isPublicAddress(text: string): boolean {
  const value = readAddress(text);
  if (value === null) return false;
  if (rangeWith(["0.0.0.0/0"], text) !== null) return rangeWith(NOT_PUBLIC_V4, text) === null;
  if (rangeWith(NAT64, text) !== null) return isPublicAddress(dotted(value & V4_BITS));
  return rangeWith(GLOBAL_V6, text) !== null && rangeWith(NOT_PUBLIC_V6, text) === null;
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
}

/**
 * True where the server may go on the word of somebody else.
 * @param allowedRanges addresses and ranges that the operator allows besides the public network
 */
export function mayConnectTo(address: string, allowedRanges: readonly string[]): boolean {
  return isPublicAddress(address) || rangeWith(allowedRanges, address) !== null;
}
