/** What one table's rows may have done to them. Every table that is named may be read. */
export type TableGrant = {
  /** Of rows with any columns, or with these alone. */
  readonly insert?: true | readonly string[];
  /** Columns of rows that are there; `FOR UPDATE` and `FOR SHARE` take the right to change one, whichever it is. */
  readonly update?: readonly string[];
  readonly delete?: true;
};

/**
 * What the application's queries may do in the database: the verbs and columns that console, gate and jobs use, and
 * nothing else. What is missing here is refused by the database ("permission denied for table …"); what stands here
 * and is not used is a right that a stolen connection has too. The operator's commands, migrations, and the job that
 * makes and drops days of calls connect as the tables' owner and need no line.
 *
 * Applied at every start (see roles.ts). Some tables are guarded further by triggers, since no grant can say "once":
 * see the migration `guard_what_has_ended`.
 */
export const GRANTS: Readonly<Record<string, TableGrant>> = {
  // Given once, and ended once (trigger), by whatever it came from.
  access_tokens: { insert: true, update: ["revoked_at"] },
  // Support makes accounts, which begin open; environment and name never change.
  accounts: {
    insert: ["id", "name", "environment", "plan", "has_integration_keys"],
    update: [
      "organization_id",
      "plan",
      "has_integration_keys",
      "active_key_limit",
      "hourly_limit",
      "burst_limit",
      "status",
      "closed_at",
    ],
  },
  agent_policies: {
    insert: true,
    update: ["is_allowed", "hosts", "version", "updated_at", "updated_by"],
  },
  // Which agent a key stands for never changes.
  agents: { insert: true },
  // R11: events are added and never changed; the end of a chain moves on.
  audit_chains: { insert: true, update: ["last_sequence", "last_hash"] },
  audit_events: { insert: true },
  call_hours: { insert: true, update: ["count"] },
  call_windows: { insert: true, update: ["hour_start", "hour_count", "burst_start", "burst_count"] },
  // A call is kept as it is, but for how it ended, which is reported later.
  calls: { insert: true, update: ["outcome_status"] },
  // What is claimed, by which GUID, never changes: a claim is proven, fails, lapses, and is given up.
  claimed_domains: {
    insert: true,
    update: ["verified_at", "failing_since", "lapsed_at", "checked_at", "finding"],
    delete: true,
  },
  // Notes of support are added and never changed.
  case_notes: { insert: true },
  // A credential never changes: it moves with its key, is removed, once (trigger), or ends with its key.
  credentials: { insert: true, update: ["account_id", "last_used_at", "revoked_at"] },
  // Begins with the first review and is never deleted; whose key it is about never changes.
  go_live_journeys: {
    insert: true,
    update: [
      "review_account_id",
      "state",
      "review_requested_by",
      "classification",
      "description",
      "contact",
      "review_outcome",
      "review_at",
      "review_expires_at",
      "findings",
      "migration_requested_by",
      "production_account_id",
      "case_id",
      "decided_at",
      "decision_reason",
      "production_key_id",
      "updated_at",
    ],
  },
  // Rows over age are locked and then deleted.
  idempotency_keys: { insert: true, update: ["created_at"], delete: true },
  failed_sign_ins: {
    insert: true,
    update: ["last_at", "count", "recorded_count", "looked_at"],
    delete: true,
  },
  // R4: a key is immutable but for the ways it ends, each of which happens once (trigger).
  integration_keys: {
    insert: true,
    update: [
      // Of an app, by a transfer (trigger).
      "account_id",
      "retires_at",
      "revoked_at",
      "revoked_by",
      "revoke_reason",
      "revocation_confirmed_at",
      "is_implicit_allowed",
      // Of a production copy, when its secret is issued (trigger).
      "created_by",
      "expires_at",
      "prefix",
      "last_four",
    ],
  },
  jobs: {
    insert: true,
    update: ["due_at", "run_id", "lease_until", "started_at", "succeeded_at", "failures"],
  },
  key_activity: {
    insert: true,
    update: [
      "first_call_at",
      "last_call_at",
      "last_code",
      "last_address",
      "last_user_agent",
      "last_allowed_at",
    ],
  },
  key_policies: {
    insert: true,
    update: [
      "default_lifetime_days",
      "maximum_lifetime_days",
      "is_go_live_required",
      "version",
      "updated_at",
      "updated_by",
    ],
  },
  legacy_authentication: { insert: true, update: ["ends_at", "version", "updated_at", "updated_by"] },
  legacy_uses: { insert: true, update: ["last_used_at", "allowed_calls", "refused_calls"], delete: true },
  // An invitation that is accepted makes a member.
  memberships: {
    insert: ["id", "account_id", "environment", "user_id", "profile"],
    update: ["profile", "status", "is_shared", "deactivated_at"],
  },
  // Begin open; accepted or withdrawn once (the verbs' WHERE), and sent again until then.
  invitations: {
    insert: true,
    update: [
      "invited_by",
      "expires_at",
      "sends",
      "last_sent_at",
      "token_hash",
      "mail_due_at",
      "mail_attempts",
      "mailed_at",
      "mail_error",
      "accepted_at",
      "withdrawn_at",
      "is_from_support",
      "expiry_told_at",
    ],
    delete: true,
  },
  notices: {
    insert: true,
    update: ["read_at", "mailed_at", "mail_due_at", "mail_attempts", "mail_error"],
    delete: true,
  },
  oauth_assertions: { insert: true, delete: true },
  // A code is redeemed once (trigger).
  oauth_codes: { insert: true, update: ["family_id"], delete: true },
  // More scopes widen a consent; it ends once (trigger). What it rests on never changes.
  oauth_consents: { insert: true, update: ["scopes", "confirmed_at", "last_used_at", "revoked_at"] },
  // Each is used once (trigger).
  oauth_refresh_tokens: { insert: true, update: ["used_at"], delete: true },
  oauth_token_families: {
    insert: true,
    update: ["credential_id", "expires_at", "revoked_at", "end_kind"],
    delete: true,
  },
  // Made with an app (trigger) and never changed; who gives tokens, or ends them, holds them for a while.
  oauth_turns: { update: ["turn"] },
  // Never changed, only given and taken; locked while it is what allows a change.
  organization_admins: { insert: ["organization_id", "user_id"], update: ["created_at"], delete: true },
  // More scopes widen it; it ends once (trigger).
  organization_consents: {
    insert: true,
    update: ["scopes", "last_used_at", "revoked_at", "revoked_by"],
  },
  // Never changed; locked while its claims, accounts and admins change.
  organizations: { insert: ["id", "name"], update: ["created_at"] },
  // Of the demo alone; the oldest go.
  outbox_mails: { insert: true, delete: true },
  password_links: {
    insert: true,
    update: ["asked_at", "asked_from", "user_id", "token_hash", "expires_at", "mail_due_at", "mail_attempts"],
    delete: true,
  },
  // A list that is set as a whole, and moves with its app.
  redirect_uris: { insert: true, update: ["account_id"], delete: true },
  // A request is logged as it was, and goes when its person clears the log; those over age are locked and then deleted.
  request_log_entries: { insert: true, update: ["at"], delete: true },
  scope_uses: { insert: true, update: ["last_used_at"] },
  // A session that was ended stays so (trigger).
  sessions: {
    insert: true,
    update: [
      "id_hash",
      "last_seen_at",
      "revoked_at",
      "rotate_requested_at",
      "previous_id_hash",
      "rotated_at",
      "failed_before",
      "failed_since",
    ],
    delete: true,
  },
  sign_in_failures: {
    insert: true,
    update: ["window_start", "count", "last_at", "forgotten_at"],
    delete: true,
  },
  support_cases: { insert: true, update: ["status", "assigned_to", "closed_by", "closed_at", "resolution"] },
  // A confirmation that became void is on the record, and goes.
  // Voided by the triggers of the tables that rights stand in, as whoever ends one.
  transfer_confirmations: { insert: true, update: ["voided_at"], delete: true },
  transfers: {
    insert: true,
    update: [
      "reason",
      "credentials",
      "statement",
      "statement_hash",
      "state",
      "opened_at",
      "carried_out_at",
      "carried_out_by",
      "ended_at",
      "ended_by",
      "end_reason",
    ],
  },
  unknown_key_hours: { insert: true, update: ["count"] },
  // Who accepts an invitation is made by the console, and is nobody's staff; the rest is for commands of the operator.
  users: {
    insert: ["id", "email", "name", "password_hash", "oidc_subject"],
    update: [
      "password_hash",
      "must_change_password",
      "devices_known_since",
      "oidc_subject",
      "log_requests_left",
      "status",
    ],
  },
};

/** A right on a table, or on a column of it: `insert on calls`, `update (outcome_status) on calls`. */
export type Right = string;

/** The name of a right, the same from the declaration above and from the database's catalogue. */
export function rightOf(table: string, verb: string, column: string | null = null): Right {
  return `${verb.toLowerCase()}${column === null ? "" : ` (${column})`} on ${table}`;
}

/** Every right that {@link GRANTS} declares. */
export function declaredRights(): Set<Right> {
  return new Set(
    Object.entries(GRANTS).flatMap(([table, grant]) => [
      rightOf(table, "select"),
      ...(grant.insert === true ? [rightOf(table, "insert")] : []),
      ...columnsOf(grant.insert).map((column) => rightOf(table, "insert", column)),
      ...(grant.update ?? []).map((column) => rightOf(table, "update", column)),
      ...(grant.delete ? [rightOf(table, "delete")] : []),
    ]),
  );
}

/** The columns that a grant is limited to; none where it is not. */
export function columnsOf(grant: true | readonly string[] | undefined): readonly string[] {
  return grant === undefined || grant === true ? [] : grant;
}
