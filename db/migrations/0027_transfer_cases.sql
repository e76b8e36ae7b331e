ALTER TABLE "support_cases" ADD COLUMN "transfer_id" uuid,
  DROP CONSTRAINT "support_cases_kind_known",
  DROP CONSTRAINT "support_cases_status_known",
  ADD CONSTRAINT "support_cases_kind_known" CHECK ("support_cases"."kind" in ('access_request', 'go_live', 'transfer')) NOT VALID,
  ADD CONSTRAINT "support_cases_status_known" CHECK ("support_cases"."status" in ('open', 'granted', 'declined', 'withdrawn', 'expired')) NOT VALID,
  ADD CONSTRAINT "support_cases_transfer_whole" CHECK (("support_cases"."kind" = 'transfer') = ("support_cases"."transfer_id" is not null)) NOT VALID;--> statement-breakpoint
ALTER TABLE "transfer_confirmations" ADD COLUMN "reason" text,
  ADD CONSTRAINT "transfer_confirmations_stand_in_whole" CHECK (("transfer_confirmations"."capacity" = 'organization_admin') = ("transfer_confirmations"."reason" is not null)
        and ("transfer_confirmations"."capacity" = 'account_admin' or "transfer_confirmations"."side" = 'source')) NOT VALID;--> statement-breakpoint
ALTER TABLE "support_cases" ADD CONSTRAINT "support_cases_transfer_id_transfers_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."transfers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "support_cases_transfer" ON "support_cases" USING btree ("transfer_id");
