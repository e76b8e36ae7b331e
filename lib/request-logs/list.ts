import { and, asc, eq, sql, type SQL } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { requestLogEntries } from "@/db/schema/request-logs";

import type { LoggedRequest, LoggedRequestList } from "../contracts/people/request-logs";
import { LOG_ENTRIES_MAX } from "../domain/request-logs/request-logging";
import type { SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { ask } from "../kernel/read";

/** The person's log in the order in which the requests came: at most fifty. */
export function listLoggedRequests(ctx: SessionContext): Promise<LoggedRequestList> {
  return ask(async (db) => {
    const data = await findLoggedRequests(db, ctx.user.id, LOG_ENTRIES_MAX);
    return { data, nextCursor: null };
  });
}

/** A part of a person's log. @param after the last request before it */
export async function findLoggedRequests(
  db: Reader,
  userId: string,
  atMost: number,
  after?: Pick<LoggedRequest, "at" | "id">,
): Promise<LoggedRequest[]> {
  const { at, id } = requestLogEntries;
  const isLater = after && sql`(${at}, ${id}) > (${after.at}::timestamptz, ${after.id}::uuid)`;
  const rows = await rowsOf(db, and(eq(requestLogEntries.userId, userId), isLater))
    .orderBy(asc(at), asc(id))
    .limit(atMost);
  return rows.map(({ durationMicroseconds, headers, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    durationMilliseconds: durationMicroseconds / 1_000,
    headers: headers.map(([name, value]) => ({ name, value })),
  }));
}

function rowsOf(db: Reader, where: SQL | undefined) {
  return db
    .select({
      id: requestLogEntries.id,
      at: requestLogEntries.at,
      method: requestLogEntries.method,
      target: requestLogEntries.target,
      headers: requestLogEntries.headers,
      address: requestLogEntries.address,
      code: requestLogEntries.code,
      status: requestLogEntries.status,
      durationMicroseconds: requestLogEntries.durationMicroseconds,
      key: { id: integrationKeys.id, clientId: integrationKeys.clientId, name: integrationKeys.name },
      account: { id: accounts.id, name: accounts.name },
    })
    .from(requestLogEntries)
    .innerJoin(integrationKeys, eq(integrationKeys.id, requestLogEntries.keyId))
    .innerJoin(accounts, eq(accounts.id, requestLogEntries.accountId))
    .where(where);
}
