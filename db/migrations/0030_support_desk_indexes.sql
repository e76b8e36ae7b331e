-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
DROP INDEX CONCURRENTLY IF EXISTS "integration_keys_last_four_anywhere";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "integration_keys_last_four_anywhere" ON "integration_keys" USING btree ("last_four");--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "users_search";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "users_search" ON "users" USING gin ("email" gin_trgm_ops,lower("name") gin_trgm_ops);
