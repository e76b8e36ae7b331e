/** What the gate would say of a secret at this moment, without a gate: its lookup, and the one verdict. */
import { NO_FINDING } from "../lib/domain/route-table/route-finding";
import { decide } from "../lib/domain/verdict/verdict";
import { sha256 } from "../lib/platform/secrets/secrets";
import { lookUpSecrets } from "../lib/verification/lookup/lookup";
import type { RequestSecret } from "../lib/verification/lookup/principal";
import type { Database } from "../db/client";

/** The refusal's code, or "allowed". */
export async function verdictOf(
  db: Database,
  secret: string,
  kind: RequestSecret = "long_lived",
): Promise<string> {
  const gate = { pool: db.$client, hasPreparedStatements: true };
  const [found] = await lookUpSecrets(gate, kind, [sha256(secret).toString("hex")]);
  if (!found) return "unknown_key";
  const request = {
    scopes: ["agreements:read" as const],
    address: null,
    environment: null,
    apiUrl: null,
    path: "/",
    route: NO_FINDING,
  };
  const verdict = decide(found.facts, request, found.now);
  return verdict.allowed ? "allowed" : verdict.code;
}
