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
  if (isMapped(value)) return spell(value);
  return `${parts(value, V6_SHIFTS.slice(0, 4), 0xffffn, 16).join(":")}::/64`;
}

/**
 * The one spelling of an address (RFC 5952): lower case, its longest run of zeros left out, IPv4 as such however it was
 * mapped into IPv6. Null for what is no address. Who is compared, counted or shown by address has this one form.
 */
export function canonicalAddress(text: string): string | null {
  const value = readAddress(text);
  return value === null ? null : spell(value);
}

/** Stands in a list of hops for one that is no address. */
export const NO_ADDRESS = "unknown";

/** The one spelling of an address as headers and sockets write it: in brackets or not, with a port or without. */
export function canonicalHop(text: string): string | null {
  const bare = text.replace(/^\[([^\]]*)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  return canonicalAddress(bare);
}

/** A range in the spelling of {@link canonicalAddress}; IPv4 that was mapped into IPv6 has IPv4's prefix length. */
export function canonicalRange(text: string): string | null {
  const range = readRange(text);
  if (range === null) return null;
  const isV4 = range.prefixBits >= V4_PREFIX_BITS && isMapped(range.base);
  const [width, length] = isV4 ? [32, range.prefixBits - V4_PREFIX_BITS] : [128, range.prefixBits];
  const address = isV4 ? spell(range.base) : spellV6(range.base);
  return text.includes("/") ? `${address}/${length}` : length === width ? address : null;
}

function isMapped(value: AddressValue): boolean {
  return value >> 32n === V4_MAPPED >> 32n;
}

function spell(value: AddressValue): string {
  return isMapped(value) ? parts(value, V4_SHIFTS, 0xffn, 10).join(".") : spellV6(value);
}

const V4_SHIFTS = [24n, 16n, 8n, 0n];
const V6_SHIFTS = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n];

/** Of runs of zero groups that are equally long the first one is left out, and no group alone. */
function spellV6(value: AddressValue): string {
  const groups = parts(value, V6_SHIFTS, 0xffffn, 16);
  let [start, length] = [0, 1];
  for (let first = 0; first < groups.length; first += 1) {
    let run = 0;
    while (groups[first + run] === "0") run += 1;
    if (run > length) [start, length] = [first, run];
  }
  if (length === 1) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
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

/** The ranges without those that mean what an earlier one means, in whatever spelling. */
export function distinctRanges(texts: readonly string[]): string[] {
  const byMeaning = new Map<string, string>();
  for (const text of texts) {
    const range = readRange(text);
    const meaning = range === null ? text : `${range.base}/${range.prefixBits}`;
    if (!byMeaning.has(meaning)) byMeaning.set(meaning, text);
  }
  return [...byMeaning.values()];
}

/** IPv4 lies in IPv4 ranges only: `::/0` is every IPv6 address, and the mapped form is a way to write IPv4. */
function contains(range: AddressRange, address: AddressValue): boolean {
  if (range.prefixBits < V4_PREFIX_BITS && isMapped(address)) return false;
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
