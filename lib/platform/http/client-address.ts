import { canonicalHop, isAddressAllowed } from "../../domain/ip-addresses";

/**
 * The address that a request came from. `X-Forwarded-For` is believed only as far as it was written by proxies of
 * ours: from the right, each trusted hop vouches for the one before it, and the first hop that is not ours is the
 * client. What stands further left is the client's own claim.
 * A hop that is no address makes the client unknown. What it returns has the one spelling of its address.
 * @param trustedProxies addresses and CIDR ranges; an empty list believes the socket only.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string | null {
  if (!socketAddress) return null;
  let address = readHop(socketAddress);
  if (!forwardedFor || trustedProxies.length === 0) return address;
  const claimed = forwardedFor.split(",");
  while (address !== null && isTrusted(trustedProxies, address)) {
    const previous = claimed.pop();
    if (previous === undefined) break;
    address = readHop(previous.trim());
  }
  return address;
}

/** Addresses that are remembered at most, of all hops and per list of proxies; beyond that all are forgotten. */
const REMEMBERED_MAX = 1_000;
/** No longer text than an address with its port is remembered. */
const HOP_MAX_LENGTH = 64;
const hops = new Map<string, string | null>();

/** The address of a hop, of which most come again and again; null where it is none. */
function readHop(hop: string): string | null {
  const before = hops.get(hop);
  if (before !== undefined) return before;
  const address = canonicalHop(hop);
  if (hop.length > HOP_MAX_LENGTH) return address;
  if (hops.size >= REMEMBERED_MAX) hops.clear();
  hops.set(hop, address);
  return address;
}

const remembered = new WeakMap<readonly string[], Map<string, boolean>>();

/** True if the address is one of the proxies', of which there are few that send every request. */
function isTrusted(trustedProxies: readonly string[], address: string): boolean {
  let known = remembered.get(trustedProxies);
  if (!known || known.size >= REMEMBERED_MAX) {
    known = new Map();
    remembered.set(trustedProxies, known);
  }
  const before = known.get(address);
  if (before !== undefined) return before;
  const result = isAddressAllowed(trustedProxies, address);
  known.set(address, result);
  return result;
}
