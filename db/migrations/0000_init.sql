CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"name" text NOT NULL,
	"environment" text NOT NULL,
	"plan" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"has_integration_keys" boolean DEFAULT false NOT NULL,
	"hourly_limit" integer,
	"burst_limit" integer,
	"active_key_limit" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_id_environment" UNIQUE("id","environment"),
	CONSTRAINT "accounts_environment_known" CHECK ("accounts"."environment" in ('sandbox', 'production')),
	CONSTRAINT "accounts_plan_known" CHECK ("accounts"."plan" in ('developer', 'business', 'enterprise')),
	CONSTRAINT "accounts_status_known" CHECK ("accounts"."status" in ('active', 'closed')),
	CONSTRAINT "accounts_plan_fits_environment" CHECK (("accounts"."environment" = 'sandbox') = ("accounts"."plan" = 'developer')),
	CONSTRAINT "accounts_limits_positive" CHECK ("accounts"."hourly_limit" > 0 and "accounts"."burst_limit" > 0)
);
--> statement-breakpoint
CREATE TABLE "key_policies" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"default_lifetime_days" integer DEFAULT 365 NOT NULL,
	"maximum_lifetime_days" integer DEFAULT 365 NOT NULL,
	"is_go_live_required" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid,
	CONSTRAINT "key_policies_lifetimes_ordered" CHECK ("key_policies"."default_lifetime_days" between 1 and "key_policies"."maximum_lifetime_days" and "key_policies"."maximum_lifetime_days" <= 3650)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"user_id" uuid NOT NULL,
	"profile" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deactivated_at" timestamp (3) with time zone,
	CONSTRAINT "memberships_profile_known" CHECK ("memberships"."profile" in ('admin', 'developer', 'member', 'viewer')),
	CONSTRAINT "memberships_status_known" CHECK ("memberships"."status" in ('active', 'deactivated')),
	CONSTRAINT "memberships_developer_in_sandbox" CHECK ("memberships"."profile" <> 'developer' or "memberships"."environment" = 'sandbox')
);
--> statement-breakpoint
CREATE TABLE "audit_chains" (
	"chain_id" uuid PRIMARY KEY NOT NULL,
	"last_sequence" bigint NOT NULL,
	"last_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"chain_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"subject_name" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"address" text,
	"user_agent" text,
	"request_id" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_chain_id_sequence_pk" PRIMARY KEY("chain_id","sequence"),
	CONSTRAINT "audit_events_action_known" CHECK ("audit_events"."action" in ('account.created', 'account.plan_changed', 'account.feature_changed', 'account.viewed_by_staff', 'access.requested', 'access.granted', 'access.declined', 'key.created', 'key.replaced', 'key.revoked', 'policy.updated', 'member.added', 'member.profile_changed', 'member.deactivated', 'member.reactivated', 'member.shared_changed', 'session.started', 'session.revoked', 'password.changed', 'identity.linked')),
	CONSTRAINT "audit_events_actor_kind_known" CHECK ("audit_events"."actor_kind" in ('user', 'staff', 'system'))
);
--> statement-breakpoint
CREATE TABLE "call_hours" (
	"key_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"code" text NOT NULL,
	"account_id" uuid NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "call_hours_key_id_hour_code_pk" PRIMARY KEY("key_id","hour","code"),
	CONSTRAINT "call_hours_code_known" CHECK ("call_hours"."code" in ('allowed', 'revoked_key', 'expired_key', 'wrong_environment', 'account_closed', 'account_not_entitled', 'owner_inactive', 'ip_not_allowed', 'ambiguous_path', 'unknown_route', 'wrong_account', 'insufficient_scope', 'hourly_limit_exceeded', 'burst_limit_exceeded'))
);
--> statement-breakpoint
CREATE TABLE "call_windows" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"hour_start" timestamp (3) with time zone NOT NULL,
	"hour_count" integer NOT NULL,
	"burst_start" timestamp (3) with time zone NOT NULL,
	"burst_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"account_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"code" text NOT NULL,
	"scopes_needed" text[] NOT NULL,
	"address" text,
	"user_agent" text,
	"outcome_status" smallint,
	CONSTRAINT "calls_at_id_pk" PRIMARY KEY("at","id"),
	CONSTRAINT "calls_code_known" CHECK ("calls"."code" in ('allowed', 'revoked_key', 'expired_key', 'wrong_environment', 'account_closed', 'account_not_entitled', 'owner_inactive', 'ip_not_allowed', 'ambiguous_path', 'unknown_route', 'wrong_account', 'insufficient_scope', 'hourly_limit_exceeded', 'burst_limit_exceeded'))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
-- Days are made ahead (db/call-partitions.ts); this one takes what no day was made for, so that no call is lost.
CREATE TABLE "calls_default" PARTITION OF "calls" DEFAULT;
--> statement-breakpoint
CREATE TABLE "key_activity" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"first_call_at" timestamp (3) with time zone NOT NULL,
	"last_call_at" timestamp (3) with time zone NOT NULL,
	"last_code" text NOT NULL,
	"last_address" text,
	"last_user_agent" text,
	"last_allowed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "scope_uses" (
	"key_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scope_uses_key_id_scope_pk" PRIMARY KEY("key_id","scope")
);
--> statement-breakpoint
CREATE TABLE "unknown_key_hours" (
	"hour" timestamp (3) with time zone NOT NULL,
	"shard" smallint NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "unknown_key_hours_hour_shard_pk" PRIMARY KEY("hour","shard")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"secret_hash" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "credentials_kind_known" CHECK ("credentials"."kind" in ('long_lived', 'client_secret', 'rsa_public_key')),
	CONSTRAINT "credentials_hash_length" CHECK ("credentials"."secret_hash" is null or octet_length("credentials"."secret_hash") = 32),
	CONSTRAINT "credentials_secret_hashed" CHECK (("credentials"."kind" = 'rsa_public_key') = ("credentials"."secret_hash" is null))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"key_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_user_id_idempotency_key_pk" PRIMARY KEY("account_id","user_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "integration_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"client_id" uuid NOT NULL,
	"name" text NOT NULL,
	"method" text NOT NULL,
	"scopes" text[] NOT NULL,
	"allowed_ranges" text[] DEFAULT '{}' NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"revoke_reason" text,
	"revocation_confirmed_at" timestamp (3) with time zone,
	"retires_at" timestamp (3) with time zone,
	"replaces_key_id" uuid,
	"prefix" text,
	"last_four" text,
	CONSTRAINT "integration_keys_method_known" CHECK ("integration_keys"."method" in ('long_lived', 'oauth')),
	CONSTRAINT "integration_keys_expire" CHECK ("integration_keys"."method" = 'oauth' or "integration_keys"."expires_at" is not null),
	CONSTRAINT "integration_keys_revoked_whole" CHECK (("integration_keys"."revoked_at" is null) = ("integration_keys"."revoked_by" is null))
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"run_id" uuid,
	"lease_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"event_key" text NOT NULL,
	"subject" text NOT NULL,
	"lines" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone,
	"mail_due_at" timestamp (3) with time zone,
	"mail_attempts" integer DEFAULT 0 NOT NULL,
	"mail_error" text,
	CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking'))
);
--> statement-breakpoint
CREATE TABLE "claimed_domains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"token" uuid NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_admins" (
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_admins_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "support_cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"message" text NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	"resolution" text,
	CONSTRAINT "support_cases_kind_known" CHECK ("support_cases"."kind" in ('access_request')),
	CONSTRAINT "support_cases_status_known" CHECK ("support_cases"."status" in ('open', 'granted', 'declined')),
	CONSTRAINT "support_cases_closed_whole" CHECK (("support_cases"."status" = 'open') = ("support_cases"."closed_at" is null) and ("support_cases"."closed_at" is null) = ("support_cases"."closed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"public_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"rotate_requested_at" timestamp (3) with time zone,
	"previous_id_hash" text,
	"rotated_at" timestamp (3) with time zone,
	"address" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"oidc_subject" text,
	"staff_role" text,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_staff_role_known" CHECK ("users"."staff_role" in ('support')),
	CONSTRAINT "users_status_known" CHECK ("users"."status" in ('active', 'deactivated'))
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_policies" ADD CONSTRAINT "key_policies_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_policies" ADD CONSTRAINT "key_policies_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account" FOREIGN KEY ("account_id","environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_replaces_key_id_integration_keys_id_fk" FOREIGN KEY ("replaces_key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_account" FOREIGN KEY ("account_id","environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD CONSTRAINT "claimed_domains_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_admins" ADD CONSTRAINT "organization_admins_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_admins" ADD CONSTRAINT "organization_admins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_organization" ON "accounts" USING btree ("organization_id");--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_account_user" ON "memberships" USING btree ("account_id","user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_events_id" ON "audit_events" USING btree ("id");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("chain_id","subject_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("chain_id","action","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("chain_id","actor_id","sequence");--> statement-breakpoint
CREATE INDEX "call_hours_knocking" ON "call_hours" USING btree ("hour","account_id") WHERE code in ('revoked_key', 'expired_key', 'wrong_environment');--> statement-breakpoint
CREATE INDEX "calls_key" ON "calls" USING btree ("key_id","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_secret_hash" ON "credentials" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_long_lived" ON "credentials" USING btree ("key_id") WHERE "credentials"."kind" = 'long_lived';--> statement-breakpoint
CREATE INDEX "credentials_key" ON "credentials" USING btree ("key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_keys_client_id" ON "integration_keys" USING btree ("client_id","environment");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_keys_replaces" ON "integration_keys" USING btree ("replaces_key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_keys_list" ON "integration_keys" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "integration_keys_creator" ON "integration_keys" USING btree ("account_id","created_by","id");--> statement-breakpoint
CREATE INDEX "integration_keys_method" ON "integration_keys" USING btree ("account_id","method","id");--> statement-breakpoint
CREATE INDEX "integration_keys_unrevoked" ON "integration_keys" USING btree ("account_id","expires_at") WHERE "integration_keys"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "integration_keys_revoked" ON "integration_keys" USING btree ("account_id","id") WHERE "integration_keys"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX "integration_keys_retiring" ON "integration_keys" USING btree ("account_id","retires_at") WHERE "integration_keys"."retires_at" is not null;--> statement-breakpoint
CREATE INDEX "integration_keys_guid_search" ON "integration_keys" USING btree ("account_id",("client_id"::text) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "integration_keys_last_four" ON "integration_keys" USING btree ("account_id","last_four");--> statement-breakpoint
CREATE INDEX "integration_keys_name_search" ON "integration_keys" USING gin ("account_id",lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "notices_event" ON "notices" USING btree ("user_id","event_key");--> statement-breakpoint
CREATE INDEX "notices_user" ON "notices" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("user_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "notices_mail_due" ON "notices" USING btree ("mail_due_at") WHERE mail_due_at is not null;--> statement-breakpoint
CREATE INDEX "notices_created" ON "notices" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "claimed_domains_domain" ON "claimed_domains" USING btree ("domain");--> statement-breakpoint
CREATE INDEX "claimed_domains_organization" ON "claimed_domains" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "organization_admins_user" ON "organization_admins" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "support_cases_open" ON "support_cases" USING btree ("account_id","kind") WHERE "support_cases"."status" = 'open';--> statement-breakpoint
CREATE INDEX "support_cases_account" ON "support_cases" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "support_cases_status" ON "support_cases" USING btree ("status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_public_id" ON "sessions" USING btree ("public_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_previous_id_hash" ON "sessions" USING btree ("previous_id_hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_failures_window" ON "sign_in_failures" USING btree ("window_start");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc_subject" ON "users" USING btree ("oidc_subject");--> statement-breakpoint
ALTER TABLE "call_windows" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "key_activity" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "call_hours" SET (fillfactor = 70);