-- without a transaction: checks go on meanwhile, and each table is locked for a moment by itself. Cut off, it begins again.
ALTER TABLE "request_log_entries"
  DROP CONSTRAINT IF EXISTS "request_log_entries_code",
  DROP CONSTRAINT IF EXISTS "request_log_entries_method",
  DROP CONSTRAINT IF EXISTS "request_log_entries_target",
  DROP CONSTRAINT IF EXISTS "request_log_entries_headers",
  DROP CONSTRAINT IF EXISTS "request_log_entries_status",
  DROP CONSTRAINT IF EXISTS "request_log_entries_duration",
  ADD CONSTRAINT "request_log_entries_code" CHECK ("request_log_entries"."code" ~ '^[a-z_]{1,40}$') NOT VALID,
  ADD CONSTRAINT "request_log_entries_method" CHECK ("request_log_entries"."method" ~ '^[^[:space:]]{1,16}$') NOT VALID,
  ADD CONSTRAINT "request_log_entries_target" CHECK (length("request_log_entries"."target") between 1 and 2000) NOT VALID,
  ADD CONSTRAINT "request_log_entries_headers" CHECK (jsonb_typeof("request_log_entries"."headers") = 'array') NOT VALID,
  ADD CONSTRAINT "request_log_entries_status" CHECK ("request_log_entries"."status" between 100 and 599) NOT VALID,
  ADD CONSTRAINT "request_log_entries_duration" CHECK ("request_log_entries"."duration_microseconds" >= 0) NOT VALID;--> statement-breakpoint
ALTER TABLE "request_log_entries" VALIDATE CONSTRAINT "request_log_entries_code",
  VALIDATE CONSTRAINT "request_log_entries_method",
  VALIDATE CONSTRAINT "request_log_entries_target",
  VALIDATE CONSTRAINT "request_log_entries_headers",
  VALIDATE CONSTRAINT "request_log_entries_status",
  VALIDATE CONSTRAINT "request_log_entries_duration";--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "users_log_requests_left",
  ADD CONSTRAINT "users_log_requests_left" CHECK ("users"."log_requests_left" between 1 and 50) NOT VALID;--> statement-breakpoint
ALTER TABLE "users" VALIDATE CONSTRAINT "users_log_requests_left";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "request_log_entries_over_age";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "request_log_entries_over_age" ON "request_log_entries" USING btree ("at");
