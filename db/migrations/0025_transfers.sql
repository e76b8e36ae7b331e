CREATE TABLE "transfer_confirmations" (
	"transfer_id" uuid NOT NULL,
	"side" text NOT NULL,
	"capacity" text NOT NULL,
	"user_id" uuid NOT NULL,
	"full_name" text NOT NULL,
	"statement_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "transfer_confirmations_transfer_id_side_pk" PRIMARY KEY("transfer_id","side"),
	CONSTRAINT "transfer_confirmations_side_known" CHECK ("transfer_confirmations"."side" in ('source', 'destination')),
	CONSTRAINT "transfer_confirmations_capacity_known" CHECK ("transfer_confirmations"."capacity" in ('account_admin', 'organization_admin'))
);--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"source_account_id" uuid NOT NULL,
	"destination_account_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"credentials" text NOT NULL,
	"statement" text NOT NULL,
	"statement_hash" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_for" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"carried_out_at" timestamp (3) with time zone,
	"carried_out_by" uuid,
	"ended_at" timestamp (3) with time zone,
	"ended_by" uuid,
	"end_reason" text,
	CONSTRAINT "transfers_environment_known" CHECK ("transfers"."environment" in ('sandbox', 'production')),
	CONSTRAINT "transfers_credentials_known" CHECK ("transfers"."credentials" in ('keep', 'revoke')),
	CONSTRAINT "transfers_state_known" CHECK ("transfers"."state" in ('open', 'confirmed', 'carried_out', 'undone', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "transfers_opener_known" CHECK ("transfers"."opened_for" in ('source', 'destination', 'support')),
	CONSTRAINT "transfers_two_accounts" CHECK ("transfers"."source_account_id" <> "transfers"."destination_account_id"),
	CONSTRAINT "transfers_whole" CHECK (("transfers"."state" in ('carried_out', 'undone')) = ("transfers"."carried_out_at" is not null)
        and ("transfers"."carried_out_at" is null) = ("transfers"."carried_out_by" is null)
        and ("transfers"."state" in ('declined', 'withdrawn', 'undone', 'expired')) = ("transfers"."ended_at" is not null))
);--> statement-breakpoint
ALTER TABLE "transfer_confirmations" ADD CONSTRAINT "transfer_confirmations_transfer_id_transfers_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."transfers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_confirmations" ADD CONSTRAINT "transfer_confirmations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_carried_out_by_users_id_fk" FOREIGN KEY ("carried_out_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_source" FOREIGN KEY ("source_account_id","environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_destination" FOREIGN KEY ("destination_account_id","environment") REFERENCES "public"."accounts"("id","environment") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "transfer_confirmations_people" ON "transfer_confirmations" USING btree ("transfer_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_waiting" ON "transfers" USING btree ("key_id") WHERE "transfers"."state" in ('open', 'confirmed');--> statement-breakpoint
CREATE INDEX "transfers_source_list" ON "transfers" USING btree ("source_account_id","id");--> statement-breakpoint
CREATE INDEX "transfers_destination_list" ON "transfers" USING btree ("destination_account_id","id");--> statement-breakpoint
ALTER TABLE "go_live_journeys" DROP CONSTRAINT "go_live_journeys_key",
  ADD CONSTRAINT "go_live_journeys_key" FOREIGN KEY ("account_id","key_id") REFERENCES "public"."integration_keys"("account_id","id") ON DELETE restrict ON UPDATE cascade NOT VALID;--> statement-breakpoint
ALTER TABLE "support_cases" DROP CONSTRAINT "support_cases_key",
  ADD CONSTRAINT "support_cases_key" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind_known",
  ADD CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking', 'failed_sign_ins', 'go_live_decided', 'domain_claim', 'transfer')) NOT VALID;--> statement-breakpoint
CREATE FUNCTION "keep_account_of_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if old.method <> 'oauth' then
    raise exception 'Integration key % acts in its account and stays there', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "integration_keys_account" BEFORE UPDATE OF "account_id" ON "integration_keys"
  FOR EACH ROW WHEN (old.account_id is distinct from new.account_id) EXECUTE FUNCTION "keep_account_of_key"();
