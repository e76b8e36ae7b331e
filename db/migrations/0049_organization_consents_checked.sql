-- without a transaction: people consent meanwhile, so nothing here locks what they write. Cut off, it begins again.
DROP INDEX CONCURRENTLY IF EXISTS "oauth_consents_held_once";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "oauth_consents_held_once" ON "oauth_consents" USING btree ("user_id","key_id","account_id",coalesce("organization_consent_id", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "oauth_consents"."revoked_at" is null;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "oauth_consents_of_organization";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "oauth_consents_of_organization" ON "oauth_consents" USING btree ("organization_consent_id") WHERE "oauth_consents"."organization_consent_id" is not null and "oauth_consents"."revoked_at" is null;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "oauth_consents_held";--> statement-breakpoint
ALTER TABLE "oauth_consents" VALIDATE CONSTRAINT "oauth_consents_organization_consent_fk";--> statement-breakpoint
ALTER TABLE "oauth_consents" VALIDATE CONSTRAINT "oauth_consents_basis_whole";
