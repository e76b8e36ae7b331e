/**
 * From what the database knows of a key to the facts of its verdict. The gate, which finds a key by a secret, and
 * "explain access", which finds it by its id, read the same columns (db/schema/key-facts.ts) and map them here (I10).
 */
import type { AccountStatus, AuthenticationMethod, Plan } from "../keys/availability";
import { BURST_SECONDS, callLimits, HOUR_SECONDS, usedInWindow, type CallLimits } from "../calls/limits";
import type { Environment, Profile } from "../people/profiles";
import type { Scope } from "../keys/scopes";
import type { KeyFacts } from "./verdict";

/** Of a key's facts those of its own rows. */
export type OwnFactsRow = {
  readonly credential_expires_at: Date | null;
  readonly credential_revoked_at: Date | null;
  readonly method: AuthenticationMethod;
  readonly environment: Environment;
  readonly scopes: Scope[];
  /** Of an access token; null of a long-lived key. */
  readonly resource: string | null;
  readonly allowed_ranges: string[];
  readonly key_expires_at: Date | null;
  readonly key_revoked_at: Date | null;
  readonly key_retires_at: Date | null;
  /** The database's clock when it looked. */
  readonly now: Date;
};

/** One row of the columns of a key's facts, as the driver hands it over. */
export type KeyFactsRow = OwnFactsRow & {
  readonly user_id: string;
  readonly user_name: string;
  readonly user_status: "active" | "deactivated";
  /** Null where the membership is gone. */
  readonly profile: Profile | null;
  readonly membership_status: "active" | "deactivated" | null;
  readonly manager_environment: Environment;
  readonly plan: Plan;
  readonly has_integration_keys: boolean;
  readonly manager_status: AccountStatus;
  readonly account_id: string;
  readonly account_name: string;
  readonly account_environment: Environment;
  readonly hourly_limit: number | null;
  readonly burst_limit: number | null;
  readonly hour_start: Date | null;
  readonly hour_count: number | null;
  readonly burst_start: Date | null;
  readonly burst_count: number | null;
};

/** The facts of a key that are of its own rows. */
export type OwnFacts = Pick<
  KeyFacts,
  "method" | "environment" | "life" | "credentialLife" | "grantedScopes" | "resource" | "allowedRanges"
>;
/** The facts of a key that are those of all keys which act as the same person in the same account, but for the quota. */
export type ActorFacts = Omit<KeyFacts, keyof OwnFacts | "used">;

/**
 * The profile of the person whom the credential acts as. Without a membership there is nobody: the profile is then of
 * no account.
 */
export function ownerProfile(row: KeyFactsRow): Profile {
  return row.profile ?? "viewer";
}

/** The row as facts for `decide` of the verdict. */
export function toKeyFacts(row: KeyFactsRow): KeyFacts {
  return factsOf(row, actorFacts(row), {
    hour: usedInWindow(row.hour_start, row.hour_count, row.now, HOUR_SECONDS),
    burst: usedInWindow(row.burst_start, row.burst_count, row.now, BURST_SECONDS),
  });
}

/** The facts of a key of whose own rows this is one, and of whom it acts as. */
export function factsOf(row: OwnFactsRow, actor: ActorFacts, used: KeyFacts["used"]): KeyFacts {
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
    resource: row.resource,
    allowedRanges: row.allowed_ranges,
    manager: actor.manager,
    account: actor.account,
    owner: actor.owner,
    limits: actor.limits,
    used,
  };
}

function actorFacts(row: KeyFactsRow): ActorFacts {
  return {
    manager: {
      environment: row.manager_environment,
      plan: row.plan,
      hasIntegrationKeys: row.has_integration_keys,
      status: row.manager_status,
    },
    account: { id: row.account_id },
    owner: {
      isActive: row.user_status === "active" && row.membership_status === "active",
      profile: ownerProfile(row),
    },
    limits: limitsOf(row),
  };
}

function limitsOf(row: KeyFactsRow): CallLimits {
  const usual = callLimits(row.account_environment);
  return { hourly: row.hourly_limit ?? usual.hourly, burst: row.burst_limit ?? usual.burst };
}
