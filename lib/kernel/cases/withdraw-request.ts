/** Ending what support was asked for a sandbox key: by who takes it back, and with the key itself. */
import { and, eq } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";
import { supportCases } from "@/db/schema/support-cases";

import { requestWithdrawn } from "../../domain/notices/go-live";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { Reader, Transaction } from "../database";
import { lockJourney, saveStep, type LockedJourney } from "./journey-row";
import { Moved, whileMoving } from "../moved";
import { tell } from "../people/notices";

type NamedKey = { readonly id: string; readonly accountId: string; readonly name: string };

/** By the ids of the accounts' chains: what goes on their records. */
type Entries = Readonly<Record<string, AuditEntry>>;

/** The records of a change with what ended a request: the change's own entry comes first on its account's. */
export function withEntry(
  ended: Entries,
  accountId: string,
  entry: AuditEntry,
): Readonly<Record<string, readonly AuditEntry[]>> {
  const own = ended[accountId];
  const others = Object.entries(ended).filter(([id]) => id !== accountId);
  return {
    ...Object.fromEntries(others.map(([id, other]) => [id, [other]])),
    [accountId]: own ? [entry, own] : [entry],
  };
}

/**
 * Ends the request for a review or a migration that support has in hand, and its case, in the transaction of the caller.
 * Whoever asked is told, unless it is they who take it back. The caller has the locks of the accounts in `accountIds`.
 * @param because what ended the key, where the request ends with it; null where somebody takes the request back
 * @returns what goes on whose record; nothing where support was asked nothing
 * @throws Moved where it is about an account that is not locked
 */
export async function withdrawRequest(
  tx: Transaction,
  ended: {
    readonly key: NamedKey;
    /** Null for a command of the operator. */
    readonly by: { readonly id: string; readonly name: string } | null;
    readonly because: string | null;
    readonly now: Date;
    readonly accountIds: readonly string[];
  },
): Promise<Entries> {
  const { key, by, because, now } = ended;
  const journey = await lockJourney(tx, key);
  const request = journey && requestOf(journey);
  if (!request) return {};
  const { productionAccountId, requesterId, state } = request;
  if (productionAccountId !== null && !ended.accountIds.includes(productionAccountId))
    throw new Moved("Another request was made at that moment.");
  const words = because ?? `${by?.name ?? "The operator"} withdrew the request.`;
  await saveStep(
    tx,
    key,
    now,
    request.step === "review"
      ? {
          state,
          reviewOutcome: "failed",
          reviewExpiresAt: null,
          findings: [{ code: "withdrawn", detail: words, callIds: [] }],
        }
      : { state, decidedAt: now, decisionReason: because },
  );
  const caseNumber = await closeCase(tx, request.caseId, {
    closedBy: by?.id ?? null,
    closedAt: now,
    resolution: because,
  });
  if (because !== null || requesterId !== by?.id) {
    await tell(tx, [requesterId], requestWithdrawn(request.caseId, key, request.step, words));
  }
  const entry: AuditEntry = {
    action: request.step === "review" ? "go_live.review_withdrawn" : "go_live.migration_withdrawn",
    subject: { kind: "integration_key", id: key.id, name: key.name },
    before: { state: journey.state },
    after: {
      state,
      caseId: request.caseId,
      caseNumber,
      ...(productionAccountId === null ? {} : { productionAccountId }),
    },
    ...(because === null ? {} : { reason: because }),
  };
  return Object.fromEntries(
    [key.accountId, productionAccountId].flatMap((id) => (id === null ? [] : [[id, entry]])),
  );
}

/** What support has in hand of a key; null where it is nothing. The table's CHECK says that a migration has its people. */
function requestOf({ state, caseId, ...journey }: LockedJourney) {
  if (caseId === null) return null;
  if (state === "review_pending") {
    const { reviewRequestedBy: requesterId } = journey;
    const step = "review" as const;
    return { step, state: "review_failed" as const, caseId, requesterId, productionAccountId: null };
  }
  const { migrationRequestedBy: requesterId, productionAccountId } = journey;
  if (state !== "migration_requested" || requesterId === null) return null;
  const step = "migration" as const;
  return { step, state: "withdrawn" as const, caseId, requesterId, productionAccountId };
}

async function closeCase(
  tx: Transaction,
  caseId: string,
  closing: { readonly closedBy: string | null; readonly closedAt: Date; readonly resolution: string | null },
): Promise<number> {
  const [closed] = await tx
    .update(supportCases)
    .set({ status: "withdrawn", ...closing })
    .where(and(eq(supportCases.id, caseId), eq(supportCases.status, "open")))
    .returning({ number: supportCases.number });
  if (!closed) throw new Error(`Case ${caseId} is not open, though its request is`);
  return closed.number;
}

/**
 * Runs what may end a key's request for migration, with the production account that the request is about, whose lock it
 * takes and on whose record it goes; once more where the request moved meanwhile.
 */
export function withRequest<T>(
  key: { readonly id: string; readonly accountId: string },
  run: (productionAccountIds: readonly string[]) => Promise<T>,
): Promise<T> {
  return whileMoving((db) => destinationsOf(db, key), run);
}

/** The account that a request which is not decided is about; none where there is none. */
async function destinationsOf(
  db: Reader,
  { id, accountId }: { readonly id: string; readonly accountId: string },
): Promise<string[]> {
  const rows = await db
    .select({ id: goLiveJourneys.productionAccountId })
    .from(goLiveJourneys)
    .where(
      and(
        eq(goLiveJourneys.accountId, accountId),
        eq(goLiveJourneys.keyId, id),
        eq(goLiveJourneys.state, "migration_requested"),
      ),
    );
  return rows.flatMap((row) => (row.id === null ? [] : [row.id]));
}
