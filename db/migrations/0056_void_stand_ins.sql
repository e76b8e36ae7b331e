-- without a transaction: changes go on meanwhile, so nothing here locks what they write. Cut off, it begins again.
-- Whoever stood in for an account has confirmed nothing once it had an admin of its own, for good: this one is asked.
CREATE OR REPLACE FUNCTION "void_stand_ins_beside_admin"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t, users u
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and t.source_account_id = new.account_id and c.capacity = 'organization_admin'
      and u.id = new.user_id and u.status = 'active';
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER "memberships_void_stand_ins_beside_new" AFTER INSERT ON "memberships"
  FOR EACH ROW WHEN (new.profile = 'admin' and new.status = 'active') EXECUTE FUNCTION "void_stand_ins_beside_admin"();--> statement-breakpoint
CREATE OR REPLACE TRIGGER "memberships_void_stand_ins_beside" AFTER UPDATE ON "memberships"
  FOR EACH ROW WHEN (new.profile = 'admin' and new.status = 'active' and (old.profile <> 'admin' or old.status <> 'active'))
  EXECUTE FUNCTION "void_stand_ins_beside_admin"();--> statement-breakpoint
CREATE OR REPLACE FUNCTION "void_stand_ins_beside_person"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t join memberships m on m.account_id = t.source_account_id
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and c.capacity = 'organization_admin'
      and m.user_id = new.id and m.profile = 'admin' and m.status = 'active';
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER "users_void_stand_ins_beside" AFTER UPDATE ON "users"
  FOR EACH ROW WHEN (old.status <> 'active' and new.status = 'active') EXECUTE FUNCTION "void_stand_ins_beside_person"();--> statement-breakpoint
-- The same once the claim was lost that it rested on, though the domain is proven anew. Addresses of other alphabets are not
-- compared here: whoever stood in by one confirms again.
CREATE OR REPLACE FUNCTION "void_stand_ins_of_claim"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t join accounts a on a.id = t.source_account_id
      join go_live_journeys j on j.production_key_id = t.key_id or j.key_id = t.key_id
      join users u on u.id = j.review_requested_by
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and c.capacity = 'organization_admin' and a.organization_id = old.organization_id
      and (lower(split_part(u.email, '@', -1)) = old.domain or u.email ~ '[^ -~]');
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER "claimed_domains_void_stand_ins_gone" AFTER DELETE ON "claimed_domains"
  FOR EACH ROW WHEN (old.verified_at is not null) EXECUTE FUNCTION "void_stand_ins_of_claim"();--> statement-breakpoint
-- Lapsed by a check, or by the clock and then proven anew.
CREATE OR REPLACE TRIGGER "claimed_domains_void_stand_ins" AFTER UPDATE ON "claimed_domains"
  FOR EACH ROW WHEN (old.verified_at is not null and (new.verified_at is distinct from old.verified_at
    or new.lapsed_at is not null and old.lapsed_at is null
    or new.domain <> old.domain or new.organization_id <> old.organization_id))
  EXECUTE FUNCTION "void_stand_ins_of_claim"();
