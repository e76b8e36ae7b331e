-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_closed_whole";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "integration_keys_guid_in_use";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "integration_keys_guid_in_use" ON "integration_keys" USING btree ("client_id","environment") WHERE "integration_keys"."revoked_at" is null and "integration_keys"."retires_at" is null;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "integration_keys_guid";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "integration_keys_guid" ON "integration_keys" USING btree ("client_id","environment");
