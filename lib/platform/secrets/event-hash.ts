import { createHash } from "node:crypto";

import { canonicalJson, type ChainedEvent } from "../../domain/record/audit-event";

/** SHA-256 over the canonical JSON of the event, which names the hash of the one before it. */
export function hashEvent(event: ChainedEvent): string {
  return createHash("sha256").update(canonicalJson(event)).digest("hex");
}
