/** The state of a key's way to production as SQL: `journeyState` of the domain for what a query decides by itself. */
import { sql } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";

import { LAPSING, type GoLiveState } from "../domain/go-live/journey";

const { state, reviewExpiresAt, accountId, reviewAccountId } = goLiveJourneys;
const NOW = sql`clock_timestamp()`;

// The builder leaves the table out of a column's name in a query of one table: here it has to be there.
const PRODUCTION_KEY_ID = sql`${goLiveJourneys}.production_key_id`;

/** True of a way whose production key was revoked, by hand or by the end of its overlap. */
const HAS_PRODUCTION_ENDED = sql<boolean>`exists (select 1 from ${integrationKeys} as production_copy
  where production_copy.id = ${PRODUCTION_KEY_ID}
    and (production_copy.revoked_at is not null or production_copy.retires_at <= ${NOW}))`;

/** True of a way that people of the account made that manages the key now. */
export const IS_OWN_WAY = sql<boolean>`coalesce(${reviewAccountId}, ${accountId}) = ${accountId}`;

/**
 * The way of a key as the account sees it that manages it: its own. What another account asked before a transfer is no affair
 * of this one, which begins anew; but that the GUID lives in production is true of the app, whoever manages it.
 */
export const IS_SEEN_WAY = sql`(${IS_OWN_WAY} or ${state} = 'live' and not ${HAS_PRODUCTION_ENDED})`;

/** The same as another account sees it that has begun it. */
export const isWayOf = (account: string) =>
  sql`(coalesce(${reviewAccountId}, ${accountId}) = ${account} or ${state} = 'live' and not ${HAS_PRODUCTION_ENDED})`;

/** True of a production key that a sandbox key is live as; for a query of several tables. */
export const IS_LIVE_COPY = sql<boolean>`exists (select 1 from ${goLiveJourneys} as way
  where way.production_key_id = ${integrationKeys.id} and way.state = 'live')`;

/** The columns that decide the state of a way: what the domain's reducer is asked with. */
export const JOURNEY_LIFE = { state, reviewExpiresAt, hasProductionEnded: HAS_PRODUCTION_ENDED };

const REACHED = sql`case when ${state} = 'live' and ${HAS_PRODUCTION_ENDED} then 'review_passed' else ${state} end`;
const LAPSING_STATES = sql.join(
  LAPSING.map((lapsing) => sql`${lapsing}`),
  sql`, `,
);

/** The state of a way as a column of a query; of a key without one it has not begun. */
export const GO_LIVE_STATE = sql<GoLiveState>`case
  when ${state} is null then 'demo'
  when ${REACHED} in (${LAPSING_STATES}) and ${reviewExpiresAt} <= ${NOW} then 'review_expired'
  else ${REACHED} end`;
