-- without a transaction: changes go on meanwhile, so nothing here locks what they write. Cut off, it begins again.
-- Who is marked as shared is nobody's word: what was confirmed is void, and stays so when the mark is taken back.
CREATE OR REPLACE TRIGGER "memberships_void_confirmations" AFTER UPDATE ON "memberships"
  FOR EACH ROW WHEN (old.profile = 'admin' and old.status = 'active'
    and (new.profile <> 'admin' or new.status <> 'active' or not old.is_shared and new.is_shared))
  EXECUTE FUNCTION "void_confirmations_of_member"();--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_case";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_events_case" ON "audit_events" USING btree ("chain_id",("after" ->> 'caseNumber')) WHERE ("after" ->> 'caseNumber') is not null;
