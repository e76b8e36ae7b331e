ALTER TABLE "transfer_confirmations" ADD COLUMN "voided_at" timestamp (3) with time zone;--> statement-breakpoint
-- Whoever ends a right, and however: what was confirmed by it is void, and stays so when the right comes back.
CREATE FUNCTION "void_confirmations_of_member"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and c.user_id = old.user_id and c.capacity = 'account_admin'
      and old.account_id = case c.side when 'source' then t.source_account_id else t.destination_account_id end;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "memberships_void_confirmations" AFTER UPDATE ON "memberships"
  FOR EACH ROW WHEN (old.profile = 'admin' and old.status = 'active' and (new.profile <> 'admin' or new.status <> 'active'))
  EXECUTE FUNCTION "void_confirmations_of_member"();--> statement-breakpoint
CREATE TRIGGER "memberships_void_confirmations_gone" AFTER DELETE ON "memberships"
  FOR EACH ROW WHEN (old.profile = 'admin' and old.status = 'active') EXECUTE FUNCTION "void_confirmations_of_member"();--> statement-breakpoint
CREATE FUNCTION "void_confirmations_of_person"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null and c.user_id = old.id;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "users_void_confirmations" AFTER UPDATE ON "users"
  FOR EACH ROW WHEN (old.status = 'active' and new.status <> 'active' or old.staff_role is null and new.staff_role is not null)
  EXECUTE FUNCTION "void_confirmations_of_person"();--> statement-breakpoint
CREATE FUNCTION "void_confirmations_of_organization_admin"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  update transfer_confirmations c set voided_at = clock_timestamp()
    from transfers t join accounts a on a.id = t.source_account_id
    where t.id = c.transfer_id and t.state in ('open', 'confirmed') and c.voided_at is null
      and c.user_id = old.user_id and c.capacity = 'organization_admin' and a.organization_id = old.organization_id;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "organization_admins_void_confirmations" AFTER DELETE ON "organization_admins"
  FOR EACH ROW EXECUTE FUNCTION "void_confirmations_of_organization_admin"();
