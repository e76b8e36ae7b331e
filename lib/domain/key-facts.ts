/**
 * From what the database knows of a key to the facts of its verdict. The gate, which finds a key by a secret, and
 * "explain access", which finds it by its id, read the same columns (db/schema/key-facts.ts) and map them here (I10).
 */
import type { AccountStatus, AuthenticationMethod, Plan } from "./availability";
import { BURST_SECONDS, callLimits, HOUR_SECONDS, windowStart, type CallLimits } from "./limits";
import type { Environment, Profile } from "./profiles";
import type { Scope } from "./scopes";
import type { KeyFacts } from "./verdict";

/** One row of those columns, as the driver hands it over. */
export type KeyFactsRow = {
  readonly credential_expires_at: Date | null;
  readonly credential_revoked_at: Date | null;
  readonly method: AuthenticationMethod;
  readonly environment: Environment;
  readonly scopes: Scope[];
  readonly allowed_ranges: string[];
  readonly key_expires_at: Date | null;
  readonly key_revoked_at: Date | null;
  readonly key_retires_at: Date | null;
  readonly user_id: string;
  readonly user_name: string;
  readonly user_status: "active" | "deactivated";
  /** Null where the creator's membership is gone. */
  readonly profile: Profile | null;
  readonly membership_status: "active" | "deactivated" | null;
  readonly account_id: string;
  readonly account_name: string;
  readonly account_environment: Environment;
  readonly plan: Plan;
  readonly has_integration_keys: boolean;
  readonly account_status: AccountStatus;
  readonly hourly_limit: number | null;
  readonly burst_limit: number | null;
  readonly hour_start: Date | null;
  readonly hour_count: number | null;
  readonly burst_start: Date | null;
  readonly burst_count: number | null;
  /** The database's clock when it looked. */
  readonly now: Date;
};

/** Whom the key acts as. Without a membership there is nobody: the profile is then of no account. */
export function ownerProfile(row: KeyFactsRow): Profile {
  return row.profile ?? "viewer";
}

/** The row as facts for `decide` of the verdict. */
export function toKeyFacts(row: KeyFactsRow): KeyFacts {
  return {
    method: row.method,
    environment: row.environment,
    life: { expiresAt: row.key_expires_at, revokedAt: row.key_revoked_at, retiresAt: row.key_retires_at },
    credentialLife: {
      expiresAt: row.credential_expires_at,
      revokedAt: row.credential_revoked_at,
      retiresAt: null,
    },
    grantedScopes: row.scopes,
    allowedRanges: row.allowed_ranges,
    account: {
      id: row.account_id,
      environment: row.account_environment,
      plan: row.plan,
      hasIntegrationKeys: row.has_integration_keys,
      status: row.account_status,
    },
    owner: {
      isActive: row.user_status === "active" && row.membership_status === "active",
      profile: ownerProfile(row),
    },
    limits: limitsOf(row),
    used: {
      hour: usedIn(row.hour_start, row.hour_count, row.now, HOUR_SECONDS),
      burst: usedIn(row.burst_start, row.burst_count, row.now, BURST_SECONDS),
    },
  };
}

function limitsOf(row: KeyFactsRow): CallLimits {
  const usual = callLimits(row.account_environment);
  return { hourly: row.hourly_limit ?? usual.hourly, burst: row.burst_limit ?? usual.burst };
}

/** Calls in the window that `now` falls in. A window that began later (another clock) is taken as the present one. */
function usedIn(start: Date | null, count: number | null, now: Date, seconds: number): number {
  return start !== null && start >= windowStart(now, seconds) ? (count ?? 0) : 0;
}
