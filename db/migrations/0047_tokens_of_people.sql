-- A person who is deactivated, in an account or everywhere, loses what apps have got of them for good: who is active again is
-- asked nothing by a thief's refresh token. The consent stays. Accounts are taken by their ids before the tokens, as by every end.
CREATE FUNCTION "end_tokens_of_members"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where status <> 'active'
    except select id from rows_before where status <> 'active'
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (select account_id from memberships where id = any(ended))
      order by id for no key update;
    delete from oauth_codes where family_id is null and consent_id in (
      select c.id from oauth_consents c
        join memberships m on m.account_id = c.account_id and m.user_id = c.user_id
        where m.id = any(ended) and c.revoked_at is null);
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'person'
      where revoked_at is null and expires_at > clock_timestamp() and consent_id in (
        select c.id from oauth_consents c
          join memberships m on m.account_id = c.account_id and m.user_id = c.user_id
          where m.id = any(ended) and c.revoked_at is null);
    update access_tokens t set revoked_at = clock_timestamp() from memberships m
      where m.id = any(ended) and t.user_id = m.user_id and t.account_id = m.account_id
        and t.revoked_at is null and t.expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "memberships_end_tokens" AFTER UPDATE ON "memberships"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "end_tokens_of_members"();--> statement-breakpoint
CREATE FUNCTION "end_tokens_of_user"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where id in (
    select account_id from oauth_consents where user_id = new.id and revoked_at is null
    union select account_id from access_tokens
      where user_id = new.id and revoked_at is null and expires_at > clock_timestamp()
  ) order by id for no key update;
  delete from oauth_codes where family_id is null and consent_id in (
    select id from oauth_consents where user_id = new.id and revoked_at is null);
  update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'person'
    where revoked_at is null and expires_at > clock_timestamp() and consent_id in (
      select id from oauth_consents where user_id = new.id and revoked_at is null);
  update access_tokens set revoked_at = clock_timestamp()
    where user_id = new.id and revoked_at is null and expires_at > clock_timestamp();
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "users_end_tokens" AFTER UPDATE ON "users"
  FOR EACH ROW WHEN (old.status = 'active' and new.status <> 'active') EXECUTE FUNCTION "end_tokens_of_user"();
