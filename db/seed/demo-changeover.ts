/** An app of the demo whose servers change from one client secret to the next: most have, one has not. */
import { eq } from "drizzle-orm";

import { accessExpiry } from "../../lib/domain/oauth/token-life";
import { sortScopes } from "../../lib/domain/keys/scopes";
import { idAt, newGuid } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { Transaction } from "../client";
import { accessTokens } from "../schema/access-tokens";
import { credentials } from "../schema/integration-keys";
import { seedSecret, type SandboxApp } from "./demo-app-rows";
import type { PastEvent } from "./demo-audit";
import type { CallingKey } from "./demo-calls";
import { countingCalls, playScript } from "./demo-script";
import type { DemoCaller } from "./demo-traffic";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The new secret is so old. */
const ADDED_HOURS_AGO = 68;
/** When each server got its tokens, each of which is good for eight hours. */
const TOKENS_HOURS_AGO = [21, 14, 7] as const;

/** Writes the second secret, and a day of calls with tokens that were got with either. */
export async function seedChangeover(
  tx: Transaction,
  { key, spec, facts, calls }: SandboxApp,
  old: { readonly credentialId: string; readonly caller: DemoCaller },
  now: Date,
): Promise<{ readonly calls: readonly CallingKey[]; readonly event: PastEvent }> {
  const at = new Date(now.getTime() - ADDED_HOURS_AGO * HOUR_MS);
  const id = idAt(at);
  const event = await seedSecret(tx, {
    id,
    key,
    environment: "sandbox",
    at,
    by: spec.by,
    name: "Server, new",
  });
  const fresh = { credentialId: id, caller: spec.caller };
  const calling: CallingKey[] = [];
  for (const hoursAgo of TOKENS_HOURS_AGO) {
    const issuedAt = new Date(now.getTime() - hoursAgo * HOUR_MS);
    for (const [server, everyMinutes] of [
      [fresh, 6],
      [old, 45],
    ] as const) {
      const tokenId = idAt(issuedAt);
      await tx.insert(accessTokens).values({
        id: tokenId,
        secretHash: newSecret("ikt", "sandbox").hash,
        keyId: key.id,
        accountId: key.accountId,
        userId: calls.ids.userId,
        scopes: sortScopes(facts.scopes),
        issuedAt,
        expiresAt: accessExpiry("code", issuedAt, null),
        familyId: newGuid(),
        credentialId: server.credentialId,
        grant: "refresh",
      });
      await tx
        .update(credentials)
        .set({ lastUsedAt: issuedAt })
        .where(eq(credentials.id, server.credentialId));
      const script = countingCalls(Math.floor((6 * 60) / everyMinutes), hoursAgo * 60 - 5, everyMinutes);
      calling.push({
        ids: { ...calls.ids, credentialId: tokenId },
        calls: playScript(script, server.caller, now),
      });
    }
  }
  return { calls: calling, event };
}
