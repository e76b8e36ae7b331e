import { Resolver } from "node:dns/promises";

import type { TxtAnswer } from "../../domain/organizations/domain-proof";
import type { DnsServers } from "../settings/setting-fields";

/** One question to a server, and how often it is asked. */
const TRY_MS = 1_500;
const TRIES = 2;
/** Nobody waits longer for an answer, whatever the resolver does. */
export const LOOKUP_MS = 5_000;

const NO_SUCH_DOMAIN = "ENOTFOUND";
const NO_RECORDS = "ENODATA";

/**
 * Asks DNS for the TXT records of a domain, each as one text whatever pieces it came in; a CNAME is followed by the resolver.
 * Answers within {@link LOOKUP_MS}: whoever calls holds no transaction meanwhile.
 * @param servers addresses of resolvers; null for those of the system
 */
export async function lookUpTxt(domain: string, servers: Exclude<DnsServers, "off">): Promise<TxtAnswer> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const timer = setTimeout(() => resolver.cancel(), LOOKUP_MS);
  try {
    const records = await resolver.resolveTxt(domain);
    return { kind: "records", values: records.map((pieces) => pieces.join("")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === NO_RECORDS) return { kind: "records", values: [] };
    return { kind: code === NO_SUCH_DOMAIN ? "no_such_domain" : "no_answer" };
  } finally {
    clearTimeout(timer);
  }
}
