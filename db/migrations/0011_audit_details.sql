-- without a transaction: events are written meanwhile. Cut off, it begins again.
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_details";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_events_details" ON "audit_events" USING gin ("chain_id",lower(coalesce("address", '') || ' ' || coalesce("before" ->> 'scopes', '') || ' ' || coalesce("after" ->> 'scopes', '') || ' ' || coalesce("after" ->> 'allowedRanges', '') || ' ' || coalesce("after" ->> 'clientId', '')) gin_trgm_ops);
