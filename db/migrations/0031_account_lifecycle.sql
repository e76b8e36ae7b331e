ALTER TABLE "notices" DROP CONSTRAINT "notices_kind_known",
  ADD CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking', 'failed_sign_ins', 'go_live_decided', 'domain_claim', 'transfer', 'account', 'invitation', 'continuity')) NOT VALID;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "is_from_support" boolean DEFAULT false NOT NULL,
  ADD COLUMN "expiry_told_at" timestamp (3) with time zone;
