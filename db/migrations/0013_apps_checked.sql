-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
ALTER TABLE "credentials" VALIDATE CONSTRAINT "credentials_whole";--> statement-breakpoint
ALTER TABLE "integration_keys" VALIDATE CONSTRAINT "integration_keys_app_switches";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "credentials_thumbprint";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "credentials_thumbprint" ON "credentials" USING btree ("key_id","thumbprint") WHERE "credentials"."thumbprint" is not null and "credentials"."revoked_at" is null;
