-- without a transaction: changes go on meanwhile, so nothing here locks what they write. Cut off, it begins again.
-- Who is marked as shared is nobody's word: what was confirmed is void, and stays so when the mark is taken back.
CREATE OR REPLACE TRIGGER "memberships_void_confirmations" AFTER UPDATE ON "memberships"
  FOR EACH ROW WHEN (old.profile = 'admin' and old.status = 'active'
    and (new.profile <> 'admin' or new.status <> 'active' or not old.is_shared and new.is_shared))
  EXECUTE FUNCTION "void_confirmations_of_member"();--> statement-breakpoint
-- The same of an organization's admin who is shared in one of its accounts, and stood in for another one.
CREATE OR REPLACE FUNCTION "void_stand_ins_of_shared_member"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t join accounts a on a.id = t.source_account_id
      join accounts own on own.organization_id = a.organization_id
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and c.user_id = new.user_id and c.capacity = 'organization_admin' and own.id = new.account_id;
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER "memberships_void_stand_ins" AFTER UPDATE ON "memberships"
  FOR EACH ROW WHEN (new.is_shared and new.status = 'active' and (not old.is_shared or old.status <> 'active'))
  EXECUTE FUNCTION "void_stand_ins_of_shared_member"();--> statement-breakpoint
-- An account that leaves its organization takes nobody's word from there with it, and has none when it comes back.
CREATE OR REPLACE FUNCTION "void_stand_ins_of_account"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and t.source_account_id = old.id and c.capacity = 'organization_admin';
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER "accounts_void_stand_ins" AFTER UPDATE OF "organization_id" ON "accounts"
  FOR EACH ROW WHEN (old.organization_id is not null and old.organization_id is distinct from new.organization_id)
  EXECUTE FUNCTION "void_stand_ins_of_account"();--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "audit_events_case";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_events_case" ON "audit_events" USING btree ("chain_id",("after" ->> 'caseNumber')) WHERE ("after" ->> 'caseNumber') is not null;
