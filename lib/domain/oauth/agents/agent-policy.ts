/** Whether agents that are known by the address of a document may ask an account's people for consent. */

export type AgentPolicy = {
  readonly isAllowed: boolean;
  /** The hosts that may; any, where the list is empty. */
  readonly hosts: readonly string[];
};

/** Of an account that has never said anything about it. */
export const NO_AGENTS: AgentPolicy = { isAllowed: false, hosts: [] };

export const AGENT_HOSTS_MAX = 50;
/** Working agents of one account: each is a key of its own, and whoever is a member may bring one. */
export const AGENTS_PER_ACCOUNT = 100;

/** True where an agent of this host may ask. Hosts are compared whole: a name stands for none below it. */
export function allowsAgent({ isAllowed, hosts }: AgentPolicy, host: string): boolean {
  return isAllowed && (hosts.length === 0 || hosts.includes(host));
}

/** True where a policy lets somebody ask who could not before: another could lose by it who ends it meanwhile. */
export function isWider(before: AgentPolicy, after: AgentPolicy): boolean {
  if (!after.isAllowed) return false;
  if (!before.isAllowed) return true;
  if (before.hosts.length === 0) return false;
  return after.hosts.length === 0 || after.hosts.some((host) => !before.hosts.includes(host));
}
