-- last: only once no process of the release before is left, whose statements name what goes here.
ALTER TABLE "call_hours" DROP CONSTRAINT "call_hours_key_id_hour_code_pk",
  ADD CONSTRAINT "call_hours_key_id_hour_code_account_id_pk" PRIMARY KEY USING INDEX "call_hours_key_id_hour_code_account_id_pk";--> statement-breakpoint
ALTER TABLE "key_activity" DROP CONSTRAINT "key_activity_pkey",
  ADD CONSTRAINT "key_activity_key_id_account_id_pk" PRIMARY KEY USING INDEX "key_activity_key_id_account_id_pk";--> statement-breakpoint
DROP TRIGGER "scope_uses_account" ON "scope_uses";--> statement-breakpoint
DROP FUNCTION "fill_account_of_scope_use"();--> statement-breakpoint
ALTER TABLE "scope_uses" DROP CONSTRAINT "scope_uses_key_id_scope_pk", ALTER COLUMN "account_id" SET NOT NULL,
  ADD CONSTRAINT "scope_uses_key_id_account_id_scope_pk" PRIMARY KEY USING INDEX "scope_uses_key_id_account_id_scope_pk";--> statement-breakpoint
ALTER TABLE "scope_uses" DROP CONSTRAINT "scope_uses_account_known";
