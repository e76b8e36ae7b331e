/** What a step of a key's way to production needs. */
import { and, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError, notFound } from "../../domain/errors";
import {
  JOURNEY_START,
  journeyRefusalText,
  stepJourney,
  type Journey,
  type JourneyEvent,
} from "../../domain/go-live/journey";
import { keyRefusalText, keyStatus } from "../../domain/keys/key-lifecycle";
import type { Reader } from "../../kernel/database";

/**
 * The next state after an event that has to be allowed.
 * @param journey null where it has not begun
 * @throws DomainError already_live | review_under_way | review_needed | review_still_valid | migration_under_way |
 *   no_migration_requested | no_review_requested
 */
export function expectStep(journey: Journey | null, event: JourneyEvent) {
  const step = stepJourney(journey ?? JOURNEY_START, event);
  if (!step.ok) throw new DomainError(step.refusal, journeyRefusalText(step.refusal));
  return step;
}

/**
 * What a production copy takes over from a sandbox key that works. Only such a key goes a step further.
 * @throws DomainError not_found | key_already_revoked | key_expired
 */
export async function expectWorkingKey(db: Reader, accountId: string, keyId: string, now: Date) {
  const [key] = await db
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      method: integrationKeys.method,
      scopes: integrationKeys.scopes,
      allowedRanges: integrationKeys.allowedRanges,
      isPublic: integrationKeys.isPublic,
      accountId: integrationKeys.accountId,
      createdBy: integrationKeys.createdBy,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.id, keyId)));
  if (!key) throw notFound();
  const status = keyStatus(key, now);
  if (status === "revoked") {
    throw new DomainError("key_already_revoked", keyRefusalText("key_already_revoked"));
  }
  if (status === "expired") {
    throw new DomainError("key_expired", "This sandbox key has expired. Take one that works to production.");
  }
  return key;
}

/** Keys and their cases as the record names them. */
export const subjectOf = (key: { readonly id: string; readonly name: string }) => ({
  kind: "integration_key",
  id: key.id,
  name: key.name,
});
