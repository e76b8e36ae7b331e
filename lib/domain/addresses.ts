/** IP addresses and ranges as numbers, so that a list is compared by value and never as text. */

/** An address as 128 bits; IPv4 is kept as its IPv4-mapped form, so `::ffff:10.0.0.1` and `10.0.0.1` are one. */
export type AddressValue = bigint;
export type AddressRange = { readonly base: AddressValue; readonly prefixBits: number };

const V4_MAPPED = 0xffff_0000_0000n;
/** Length of the prefix that all IPv4-mapped addresses share. */
const V4_PREFIX_BITS = 96;
const V4_PART = /^(0|[1-9]\d{0,2})$/;
const V6_GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Reads an IPv4 or IPv6 address; null for anything else (octal parts, zones and ports included). */
export function readAddress(text: string): AddressValue | null {
  if (text.length > 45) return null;
  return text.includes(":") ? readV6(text) : mapped(readV4(text));
}

function mapped(v4: bigint | null): AddressValue | null {
  return v4 === null ? null : V4_MAPPED | v4;
}

function readV4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!V4_PART.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function readV6(text: string): AddressValue | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = readGroups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 2 ? readGroups(halves[1] ?? "", true) : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function readGroups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (part.includes(".")) {
      const v4 = mayEndInV4 && index === parts.length - 1 ? readV4(part) : null;
      if (v4 === null) return null;
      groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    } else {
      if (!V6_GROUP.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/**
 * The part of the network that one subscriber has whole, in its one spelling: an IPv4 address, or an IPv6 /64. Null for
 * what is no address. Whoever is counted by address is counted by this: the other 2^64 addresses cost nothing.
 */
export function subscriberOf(address: string): string | null {
  const value = readAddress(address);
  if (value === null) return null;
  if (value >> 32n === V4_MAPPED >> 32n) return parts(value, [24n, 16n, 8n, 0n], 0xffn, 10).join(".");
  return `${parts(value, [112n, 96n, 80n, 64n], 0xffffn, 16).join(":")}::/64`;
}

function parts(value: AddressValue, shifts: readonly bigint[], mask: bigint, radix: number): string[] {
  return shifts.map((shift) => ((value >> shift) & mask).toString(radix));
}

/** Reads an address or a CIDR range whose host bits are zero; null for anything else. */
export function readRange(text: string): AddressRange | null {
  const [address = "", bits, ...rest] = text.split("/");
  if (rest.length > 0) return null;
  const base = readAddress(address);
  if (base === null) return null;
  const width = address.includes(":") ? 128 : 32;
  if (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits)) return null;
  const length = bits === undefined ? width : Number(bits);
  if (length > width) return null;
  const prefixBits = length + (128 - width);
  const hostBits = BigInt(128 - prefixBits);
  return (base >> hostBits) << hostBits === base ? { base, prefixBits } : null;
}

/** IPv4 lies in IPv4 ranges only: `::/0` is every IPv6 address, and the mapped form is a way to write IPv4. */
function contains(range: AddressRange, address: AddressValue): boolean {
  if (range.prefixBits < V4_PREFIX_BITS && address >> 32n === V4_MAPPED >> 32n) return false;
  const hostBits = BigInt(128 - range.prefixBits);
  return range.base >> hostBits === address >> hostBits;
}

/** The first range of the list that holds the address, or null. An address that can't be read is in no list. */
export function rangeWith(allowedRanges: readonly string[], address: string | null): string | null {
  const value = address === null ? null : readAddress(address);
  if (value === null) return null;
  const found = allowedRanges.find((text) => {
    const range = readRange(text);
    return range !== null && contains(range, value);
  });
  return found ?? null;
}

/** True if the list is empty or holds the address. */
export function isAddressAllowed(allowedRanges: readonly string[], address: string | null): boolean {
  return allowedRanges.length === 0 || rangeWith(allowedRanges, address) !== null;
}
