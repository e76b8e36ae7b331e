-- The gate of the release before reads keys meanwhile: nothing here reads their rows under a lock (see 0015).
ALTER TABLE "integration_keys" DROP CONSTRAINT "integration_keys_expire",
  ADD CONSTRAINT "integration_keys_expire" CHECK ("integration_keys"."method" = 'oauth' or "integration_keys"."expires_at" is not null or ("integration_keys"."environment" = 'production' and "integration_keys"."prefix" is null)) NOT VALID;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "keep_end_of_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if (old.revoked_at is not null and (new.revoked_at, new.revoked_by, new.revoke_reason)
        is distinct from (old.revoked_at, old.revoked_by, old.revoke_reason))
    or (old.revocation_confirmed_at is not null
        and new.revocation_confirmed_at is distinct from old.revocation_confirmed_at)
    -- An overlap may end sooner, never later.
    or (old.retires_at is not null and (new.retires_at is null or new.retires_at > old.retires_at))
  then
    raise exception 'The end of integration key % is final', old.id using errcode = 'restrict_violation';
  end if;
  -- A key is as it was made, but for a production copy, whose secret is issued once.
  if (new.created_by, new.expires_at, new.prefix, new.last_four)
      is distinct from (old.created_by, old.expires_at, old.prefix, old.last_four)
    and not (old.method = 'long_lived' and old.expires_at is null and old.revoked_at is null
      and new.expires_at is not null and new.prefix is not null and new.last_four is not null)
  then
    raise exception 'Integration key % is as it was made', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
ALTER TABLE "support_cases" ADD COLUMN "key_id" uuid,
  ADD COLUMN "step" text,
  ADD COLUMN "production_account_id" uuid,
  ADD COLUMN "evidence" jsonb,
  ADD COLUMN "assigned_to" uuid,
  DROP CONSTRAINT "support_cases_status_known",
  DROP CONSTRAINT "support_cases_kind_known",
  ADD CONSTRAINT "support_cases_go_live_whole" CHECK (num_nonnulls("support_cases"."key_id", "support_cases"."step", "support_cases"."evidence") = case "support_cases"."kind" when 'go_live' then 3 else 0 end
        and ("support_cases"."step" is not distinct from 'migration') = ("support_cases"."production_account_id" is not null)) NOT VALID,
  ADD CONSTRAINT "support_cases_kind_known" CHECK ("support_cases"."kind" in ('access_request', 'go_live')) NOT VALID,
  ADD CONSTRAINT "support_cases_status_known" CHECK ("support_cases"."status" in ('open', 'granted', 'declined', 'withdrawn')) NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind_known",
  ADD CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking', 'failed_sign_ins', 'go_live_decided')) NOT VALID;--> statement-breakpoint
CREATE TABLE "go_live_journeys" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"environment" text DEFAULT 'sandbox' NOT NULL,
	"state" text NOT NULL,
	"review_requested_by" uuid NOT NULL,
	"classification" text NOT NULL,
	"description" text NOT NULL,
	"contact" text NOT NULL,
	"review_outcome" text NOT NULL,
	"review_at" timestamp (3) with time zone NOT NULL,
	"review_expires_at" timestamp (3) with time zone,
	"findings" jsonb NOT NULL,
	"migration_requested_by" uuid,
	"production_account_id" uuid,
	"production_environment" text DEFAULT 'production' NOT NULL,
	"case_id" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"production_key_id" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "go_live_journeys_sandbox" CHECK ("go_live_journeys"."environment" in ('sandbox')),
	CONSTRAINT "go_live_journeys_to_production" CHECK ("go_live_journeys"."production_environment" in ('production')),
	CONSTRAINT "go_live_journeys_state_known" CHECK ("go_live_journeys"."state" in ('review_pending', 'review_passed', 'review_failed', 'migration_requested', 'declined', 'withdrawn', 'live')),
	CONSTRAINT "go_live_journeys_classification_known" CHECK ("go_live_journeys"."classification" in ('private_custom', 'third_party', 'public', 'embedded')),
	CONSTRAINT "go_live_journeys_outcome_known" CHECK ("go_live_journeys"."review_outcome" in ('passed', 'pending', 'failed')),
	CONSTRAINT "go_live_journeys_review_whole" CHECK (("go_live_journeys"."review_outcome" = 'passed') = ("go_live_journeys"."review_expires_at" is not null)
        and ("go_live_journeys"."state" = 'review_pending') = ("go_live_journeys"."review_outcome" = 'pending')
        and ("go_live_journeys"."state" = 'review_failed') = ("go_live_journeys"."review_outcome" = 'failed')),
	CONSTRAINT "go_live_journeys_migration_whole" CHECK (("go_live_journeys"."state" not in ('migration_requested', 'declined', 'withdrawn', 'live')
          or ("go_live_journeys"."migration_requested_by" is not null and "go_live_journeys"."production_account_id" is not null))
        and ("go_live_journeys"."state" not in ('declined', 'withdrawn', 'live') or "go_live_journeys"."decided_at" is not null)
        and ("go_live_journeys"."state" = 'live') = ("go_live_journeys"."production_key_id" is not null))
);--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_review_requested_by_users_id_fk" FOREIGN KEY ("review_requested_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_migration_requested_by_users_id_fk" FOREIGN KEY ("migration_requested_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_case_id_support_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."support_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_account" FOREIGN KEY ("account_id","environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_key" FOREIGN KEY ("account_id","key_id") REFERENCES "public"."integration_keys"("account_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_production_account" FOREIGN KEY ("production_account_id","production_environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_production_key" FOREIGN KEY ("production_key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "go_live_journeys_production" ON "go_live_journeys" USING btree ("production_key_id");--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_production_account_id_accounts_id_fk" FOREIGN KEY ("production_account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_assigned_to_users_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_key" FOREIGN KEY ("account_id","key_id") REFERENCES "public"."integration_keys"("account_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "support_cases_open_access" ON "support_cases" USING btree ("account_id") WHERE "support_cases"."status" = 'open' and "support_cases"."kind" = 'access_request';--> statement-breakpoint
CREATE UNIQUE INDEX "support_cases_open_key" ON "support_cases" USING btree ("key_id") WHERE "support_cases"."status" = 'open' and "support_cases"."key_id" is not null;
