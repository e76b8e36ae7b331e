-- Small tables; the kinds of notices are validated by the migration after this one.
DROP INDEX "claimed_domains_domain";--> statement-breakpoint
DROP INDEX "claimed_domains_organization";--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD COLUMN "lapsed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD COLUMN "finding" text;--> statement-breakpoint
CREATE UNIQUE INDEX "claimed_domains_held" ON "claimed_domains" USING btree ("domain") WHERE "claimed_domains"."verified_at" is not null and "claimed_domains"."lapsed_at" is null;--> statement-breakpoint
CREATE INDEX "claimed_domains_claims" ON "claimed_domains" USING btree ("domain");--> statement-breakpoint
CREATE UNIQUE INDEX "claimed_domains_organization_domain" ON "claimed_domains" USING btree ("organization_id","domain");--> statement-breakpoint
CREATE INDEX "claimed_domains_checked" ON "claimed_domains" USING btree ("checked_at") WHERE "claimed_domains"."verified_at" is not null and "claimed_domains"."lapsed_at" is null;--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD CONSTRAINT "claimed_domains_finding_known" CHECK ("claimed_domains"."finding" in ('proven', 'no_record', 'other_values', 'no_such_domain', 'no_answer'));--> statement-breakpoint
ALTER TABLE "claimed_domains" ADD CONSTRAINT "claimed_domains_life_whole" CHECK ("claimed_domains"."verified_at" is not null or num_nonnulls("claimed_domains"."failing_since", "claimed_domains"."lapsed_at") = 0);--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind_known",
  ADD CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking', 'failed_sign_ins', 'go_live_decided', 'domain_claim')) NOT VALID;
