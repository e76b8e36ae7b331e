import { and, eq, isNull, lt, or, sql } from "drizzle-orm";

import { credentials } from "@/db/schema/integration-keys";

import { unrecorded } from "../../kernel/unrecorded";
import { createLogger } from "../../platform/logs/logger";

const log = createLogger("web");

const MINUTE_AGO = sql`clock_timestamp() - interval '1 minute'`;
const IS_OLDER = or(isNull(credentials.lastUsedAt), lt(credentials.lastUsedAt, MINUTE_AGO));

/** Notes that wait for the database at once; one beyond is left out, and the next use notes it. */
const NOTES_MAX = 10;
let notesUnderWay = 0;

type Proof = { readonly credentialId: string | null; readonly isNoteDue: boolean };

/**
 * Notes, to the minute, that somebody proved with a secret to be the app without getting a token: a program that only asks about
 * tokens or gives them back stops with the secret too. It neither delays the answer nor fails it.
 */
export function noteProof({ credentialId, isNoteDue }: Proof): void {
  if (credentialId === null || !isNoteDue || notesUnderWay >= NOTES_MAX) return;
  notesUnderWay += 1;
  void unrecorded("token", (db) =>
    db
      .update(credentials)
      .set({ lastUsedAt: sql`date_trunc('milliseconds', clock_timestamp())` })
      .where(and(eq(credentials.id, credentialId), IS_OLDER)),
  )
    .catch((error: unknown) => log.warn({ err: error }, "the use of a secret was not noted"))
    .finally(() => (notesUnderWay -= 1));
}
