/** What an explanation takes from the settings of the gate. */
import type { Environment } from "../../domain/people/profiles";
import { clientAddress } from "../../platform/http/client-address";
import { readWebSettings } from "../../platform/settings/env";

/** That the gate serves, by its settings. */
export function gateEnvironment(): Environment | null {
  return readWebSettings().GATE_ENVIRONMENT ?? null;
}

/** Where clients reach the API, as the gate was told. */
export function gateAddress(): string | null {
  return readWebSettings().GATE_PUBLIC_URL ?? null;
}

type Client = { readonly address: string | null; readonly forwardedFor: string | null };

/** The client as the gate finds it in a list that one of its trusted proxies sends. An address by itself is the client's. */
export function clientOf(hops: readonly string[]): Client {
  const [client] = hops;
  if (client === undefined || hops.length === 1) return { address: client ?? null, forwardedFor: null };
  const trusted = readWebSettings().GATE_TRUSTED_PROXIES;
  const before = hops.slice(0, -1).join(",");
  // A gate that trusts nobody reads no list.
  const address = trusted.length === 0 ? null : clientAddress(hops.at(-1), before, trusted);
  return { address, forwardedFor: hops.join(", ") };
}
