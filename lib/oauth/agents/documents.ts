import { readFileSync } from "node:fs";

import { readAgentDocument, type AgentDocument } from "../../domain/oauth/agents/agent-document";
import type { ClientUri } from "../../domain/oauth/agents/client-uri";
import { documentLifeMs } from "../../domain/oauth/agents/document-life";
import { MINUTE_MS } from "../../domain/time/durations";
import { readFetchSettings } from "../../platform/settings/env";
import { fetchGuarded } from "../../platform/http/guarded-fetch";
import { createLogger } from "../../platform/logs/logger";

const log = createLogger("web");

/** Documents that one process keeps; beyond, the oldest go. */
const KEPT_MAX = 500;
/** Fetches of one process at once; whoever comes on top is told that there is no document. */
const UNDER_WAY_MAX = 20;
/** Of these, for one person: slow servers of one leave room for all others. */
const UNDER_WAY_PER_PERSON = 3;
/** Fetches that one person may cause in a minute, in each process. */
const PER_PERSON = 20;
/** People whose fetches are counted at once; beyond, whoever's minute began first is forgotten. */
const TALLIES_MAX = 5_000;

type Kept = { readonly agent: AgentDocument; readonly until: number };
type Fetching = { readonly userId: string; readonly document: Promise<AgentDocument | null> };
type Tally = { readonly since: number; count: number };

const kept = new Map<string, Kept>();
const underWay = new Map<string, Fetching>();
const tallies = new Map<string, Tally>();

/** Forgets all documents, and who caused fetches: for tests. */
export function forgetDocuments(): void {
  kept.clear();
  tallies.clear();
}

/**
 * The document of an agent: one that was kept as long as its server says, or as it is now; of those who ask for one at once all
 * get one answer. A failure is never kept. Why there is none goes to the log alone: whoever names an address learns nothing of
 * what is behind it.
 * @param userId the person who is to be asked, and who answers for how often anything is fetched
 */
export async function findAgentDocument(client: ClientUri, userId: string): Promise<AgentDocument | null> {
  const known = kept.get(client.uri);
  if (known && known.until > performance.now()) return known.agent;
  const joined = underWay.get(client.uri);
  if (joined) return joined.document;
  if (!hasRoom(userId) || !mayFetch(userId)) {
    log.warn({ host: client.host, fault: "too_many" }, "an agent's document was not fetched");
    return null;
  }
  const document = fetchAgent(client).finally(() => underWay.delete(client.uri));
  underWay.set(client.uri, { userId, document });
  return document;
}

function hasRoom(userId: string): boolean {
  const own = [...underWay.values()].filter((one) => one.userId === userId);
  return underWay.size < UNDER_WAY_MAX && own.length < UNDER_WAY_PER_PERSON;
}

async function fetchAgent(client: ClientUri): Promise<AgentDocument | null> {
  const { servers, allowedRanges, authorityFile } = readFetchSettings();
  if (servers === "off") {
    log.warn({ host: client.host, fault: "dns_switched_off" }, "an agent's document was not fetched");
    return null;
  }
  const trusted = readAuthorities(authorityFile);
  if (trusted === null) return null;
  const fetched = await fetchGuarded(new URL(client.uri), { servers, allowedRanges, ...trusted });
  const reading = fetched.ok ? readAgentDocument(client, fetched.text) : fetched;
  if (!fetched.ok || !reading.ok) {
    const fault = reading.ok ? null : reading.fault;
    log.warn({ host: client.host, fault }, "an agent's document can't be used");
    kept.delete(client.uri);
    return null;
  }
  keep(reading.agent, documentLifeMs(fetched.cacheControl));
  return reading.agent;
}

/** Whom a fetch trusts: Node's own authorities where no file is named. @returns null where it can't be read */
function readAuthorities(file: string | undefined): { readonly authorities?: readonly string[] } | null {
  if (file === undefined) return {};
  try {
    return { authorities: [readFileSync(file, "utf8")] };
  } catch (error) {
    log.error({ err: error }, "FETCH_CA_FILE can't be read: no agent's document is fetched");
    return null;
  }
}

function keep(agent: AgentDocument, lifeMs: number): void {
  kept.delete(agent.uri);
  if (lifeMs === 0) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= KEPT_MAX) kept.delete(oldest);
  kept.set(agent.uri, { agent, until: performance.now() + lifeMs });
}

function mayFetch(userId: string): boolean {
  const now = performance.now();
  const tally = tallies.get(userId);
  if (!tally || now - tally.since >= MINUTE_MS) {
    tallies.delete(userId);
    const [oldest] = tallies.keys();
    if (oldest !== undefined && tallies.size >= TALLIES_MAX) tallies.delete(oldest);
    tallies.set(userId, { since: now, count: 1 });
    return true;
  }
  tally.count += 1;
  return tally.count <= PER_PERSON;
}
