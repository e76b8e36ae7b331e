-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
UPDATE "scope_uses" SET "account_id" = (select account_id from integration_keys k where k.id = key_id)
WHERE ctid = any (array(select ctid from "scope_uses" where "account_id" is null limit 5000));
--> repeat until none
ALTER TABLE "scope_uses" VALIDATE CONSTRAINT "scope_uses_account_known";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "call_hours_key_id_hour_code_account_id_pk";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "call_hours_key_id_hour_code_account_id_pk" ON "call_hours" ("key_id","hour","code","account_id");--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "key_activity_key_id_account_id_pk";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "key_activity_key_id_account_id_pk" ON "key_activity" ("key_id","account_id");--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "scope_uses_key_id_account_id_scope_pk";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "scope_uses_key_id_account_id_scope_pk" ON "scope_uses" ("key_id","account_id","scope");
