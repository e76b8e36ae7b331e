-- without a transaction: events are written meanwhile. Cut off, it begins again.
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_text";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_events_text" ON "audit_events" USING gin ("chain_id",lower("actor_name" || ' ' || "subject_name" || ' ' || coalesce("reason", '')) gin_trgm_ops);
