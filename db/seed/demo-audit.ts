import type { Transaction } from "../client";
import { auditChains, auditEvents } from "../schema/audit-events";
import {
  CHAIN_START,
  type ActorKind,
  type AuditAction,
  type ChainedEvent,
  type JsonObject,
} from "../../lib/domain/record/audit-event";
import { hashEvent } from "../../lib/platform/secrets/event-hash";
import { idAt } from "../../lib/platform/ids";
import { DEMO_PEOPLE, type DemoPerson } from "./demo-people";
import type { DemoTenants } from "./demo-accounts";

export type PastEvent = {
  /** Whose record it is on: the account, or the person. */
  readonly chainId: string;
  readonly at: Date;
  readonly by: DemoPerson | "system";
  readonly action: AuditAction;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly reason?: string;
};

const BROWSER =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15";
const COMMAND = "seed demo";

/** Writes the past onto the record of each account and person, in order of time, chained as all records are. */
export async function seedAudit(
  tx: Transaction,
  tenants: DemoTenants,
  events: readonly PastEvent[],
): Promise<void> {
  for (const chainId of new Set(events.map((event) => event.chainId))) {
    const own = events.filter((event) => event.chainId === chainId).toSorted((a, b) => +a.at - +b.at);
    let previousHash = CHAIN_START;
    const rows = own.map((event, index) => {
      const chained = { ...toChained(tenants, event), chainId, sequence: index + 1, previousHash };
      previousHash = hashEvent(chained);
      return { ...chained, at: event.at, hash: previousHash };
    });
    await tx.insert(auditEvents).values(rows);
    await tx.insert(auditChains).values({ chainId, lastSequence: rows.length, lastHash: previousHash });
  }
}

function toChained(
  tenants: DemoTenants,
  event: PastEvent,
): Omit<ChainedEvent, "chainId" | "sequence" | "previousHash"> {
  return {
    id: idAt(event.at),
    at: event.at.toISOString(),
    ...actorOf(tenants, event.by),
    action: event.action,
    subjectKind: event.subject.kind,
    subjectId: event.subject.id,
    subjectName: event.subject.name,
    before: event.before ?? null,
    after: event.after ?? null,
    reason: event.reason ?? null,
    requestId: event.by === "system" ? COMMAND : idAt(event.at),
  };
}

function actorOf(
  tenants: DemoTenants,
  by: DemoPerson | "system",
): Pick<ChainedEvent, "actorKind" | "actorId" | "actorName" | "address" | "userAgent"> {
  if (by === "system") {
    return { actorKind: "system", actorId: null, actorName: COMMAND, address: null, userAgent: null };
  }
  const { name, isStaff } = DEMO_PEOPLE[by];
  const actorKind: ActorKind = isStaff ? "staff" : "user";
  return {
    actorKind,
    actorId: tenants.people[by],
    actorName: name,
    address: isStaff ? "198.51.100.5" : "192.0.2.30",
    userAgent: BROWSER,
  };
}
