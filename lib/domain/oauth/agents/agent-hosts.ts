/** How the hosts of an agent policy are read: apart from the policy, which pages know too. */
import { readClientUri } from "./client-uri";

export type HostsReading =
  | { readonly ok: true; readonly hosts: readonly string[] }
  | { readonly ok: false; readonly index: number; readonly detail: string };

/** Reads a list of hosts, each as addresses write it: a name, and a port where it is not 443. */
export function readAgentHosts(texts: readonly string[]): HostsReading {
  const hosts = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const host = text.trim().toLowerCase();
    const client = readClientUri(`https://${host}/a`);
    if (client?.host !== host) {
      const detail =
        "Write the host as it stands in the agent’s address: agent.example, or agent.example:8443.";
      return { ok: false, index, detail };
    }
    hosts.add(host);
  }
  return { ok: true, hosts: [...hosts].toSorted() };
}
