import { and, desc, eq, inArray } from "drizzle-orm";

import { calls } from "@/db/schema/calls";

import type { GoLiveRefusal } from "../../contracts/go-live/go-live";
import type { ReadinessCall } from "../../domain/go-live/readiness";
import { refusalText } from "../../domain/go-live/refusal-text";
import type { Reader } from "../../kernel/database";
import type { SandboxKey } from "../find-sandbox-key";

/** How many of the last refusals are explained. */
const REFUSALS_MAX = 5;

/**
 * The last refusals among calls of a key that were read already, newest first, each explained by the scopes that it needed.
 * @param read in the order of their time
 */
export async function explainRefusals(
  db: Reader,
  key: SandboxKey,
  read: readonly ReadinessCall[],
): Promise<GoLiveRefusal[]> {
  const last = read.filter(({ code }) => code !== "allowed").slice(-REFUSALS_MAX);
  if (last.length === 0) return [];
  const rows = await db
    .select({
      id: calls.id,
      at: calls.at,
      method: calls.method,
      path: calls.path,
      code: calls.code,
      scopesNeeded: calls.scopesNeeded,
    })
    .from(calls)
    .where(
      and(
        eq(calls.accountId, key.accountId),
        eq(calls.keyId, key.id),
        inArray(
          calls.at,
          last.map(({ at }) => at),
        ),
        inArray(
          calls.id,
          last.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(desc(calls.at), desc(calls.id));
  return rows.flatMap(({ code, scopesNeeded, at, ...call }) =>
    code === "allowed"
      ? []
      : [{ ...call, code, at: at.toISOString(), detail: refusalText({ code, scopesNeeded }, key) }],
  );
}
