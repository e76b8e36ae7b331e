-- Whoever gives a token holds one of these of its app, and whoever ends what tokens rest on holds all of them. So grants hold no
-- row that is to be ended: whoever ends it waits for those under way, and not for a stream of those that
-- begin meanwhile (lib/oauth/README.md). The release before holds the rows themselves, which every end waits for too.
CREATE TABLE "oauth_turns" (
	"key_id" uuid NOT NULL,
	"turn" smallint NOT NULL,
	CONSTRAINT "oauth_turns_key_id_turn_pk" PRIMARY KEY("key_id","turn")
);
--> statement-breakpoint
CREATE FUNCTION "make_oauth_turns"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
begin
  insert into oauth_turns (key_id, turn) select new.id, turn from generate_series(0, 7) turn on conflict do nothing;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "integration_keys_oauth_turns" AFTER INSERT ON "integration_keys"
  FOR EACH ROW WHEN (new.method = 'oauth') EXECUTE FUNCTION "make_oauth_turns"();--> statement-breakpoint
INSERT INTO "oauth_turns" ("key_id", "turn")
  SELECT k.id, turn FROM "integration_keys" k, generate_series(0, 7) turn WHERE k.method = 'oauth' ON CONFLICT DO NOTHING;--> statement-breakpoint
-- A turn that is free, or the end of the queue for one of them.
CREATE FUNCTION "take_oauth_turn"(app uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
declare
  -- Chosen once: in a condition it would be another one for each row.
  any_turn constant smallint := floor(random() * 8);
begin
  perform from oauth_turns where key_id = app order by turn limit 1 for update skip locked;
  if not found then
    perform from oauth_turns where key_id = app and turn = any_turn for update;
  end if;
  if not found then
    raise exception 'The app % has no turns', app;
  end if;
end
$$;--> statement-breakpoint
CREATE FUNCTION "take_oauth_turns"(apps uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
begin
  perform from oauth_turns where key_id = any(apps) order by key_id, turn for update;
end
$$;--> statement-breakpoint
-- The ends as before, which now wait for the grants under way once they have the accounts, and then see what these gave.
CREATE OR REPLACE FUNCTION "end_tokens_of_consents"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where revoked_at is not null
    except select id from rows_before where revoked_at is not null
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (select account_id from rows_after where id = any(ended))
      order by id for no key update;
    perform take_oauth_turns(array(select distinct key_id from rows_after where id = any(ended)));
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'consent'
      where consent_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
    update access_tokens set revoked_at = clock_timestamp()
      where consent_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
-- An organization's consent lets a grant make the person's that rests on it: the turns are taken before those are looked for.
CREATE OR REPLACE FUNCTION "end_consents_of_organization"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where organization_id = new.organization_id order by id for no key update;
  perform take_oauth_turns(array[new.key_id]);
  update oauth_consents set revoked_at = clock_timestamp()
    where organization_consent_id = new.id and revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_consents_of_claim"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where organization_id = old.organization_id order by id for no key update;
  perform take_oauth_turns(array(
    select key_id from organization_consents where organization_id = old.organization_id and revoked_at is null));
  update oauth_consents c set revoked_at = clock_timestamp()
    from organization_consents o
    where o.id = c.organization_consent_id and o.organization_id = old.organization_id and o.revoked_at is null
      and c.claimed_domain = old.domain and c.revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_consents_of_account"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform take_oauth_turns(array(
    select key_id from organization_consents where organization_id = old.organization_id and revoked_at is null));
  update oauth_consents c set revoked_at = clock_timestamp()
    from organization_consents o
    where o.id = c.organization_consent_id and o.organization_id = old.organization_id and o.revoked_at is null
      and c.account_id = new.id and c.revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
-- The apps that an organization lets act for its people: of all organizations in whose accounts the person is.
CREATE FUNCTION "apps_of_organizations_of"(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = public, pg_catalog AS $$
  select o.key_id from organization_consents o
    join accounts a on a.organization_id = o.organization_id
    join memberships m on m.account_id = a.id
    where m.user_id = person and o.revoked_at is null
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_consents_of_address"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where id in (
    select account_id from oauth_consents
      where user_id = new.id and organization_consent_id is not null and revoked_at is null
    union select account_id from memberships where user_id = new.id
  ) order by id for no key update;
  perform take_oauth_turns(array(select apps_of_organizations_of(new.id)));
  update oauth_consents set revoked_at = clock_timestamp()
    where user_id = new.id and organization_consent_id is not null and revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_tokens_of_credentials"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where revoked_at is not null and kind <> 'long_lived'
    except select id from rows_before where revoked_at is not null
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (
      select account_id from oauth_token_families
        where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp()
      union select account_id from access_tokens
        where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp()
    ) order by id for no key update;
    perform take_oauth_turns(array(select distinct key_id from rows_after where id = any(ended)));
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'credential'
      where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
    update access_tokens set revoked_at = clock_timestamp()
      where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_tokens_of_members"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where status <> 'active'
    except select id from rows_before where status <> 'active'
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (select account_id from memberships where id = any(ended))
      order by id for no key update;
    perform take_oauth_turns(array(
      select distinct c.key_id from oauth_consents c
        join memberships m on m.account_id = c.account_id and m.user_id = c.user_id
        where m.id = any(ended) and c.revoked_at is null
      union select apps_of_organizations_of(m.user_id) from memberships m where m.id = any(ended)));
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
CREATE OR REPLACE FUNCTION "end_tokens_of_user"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where id in (
    select account_id from oauth_consents where user_id = new.id and revoked_at is null
    union select account_id from access_tokens
      where user_id = new.id and revoked_at is null and expires_at > clock_timestamp()
    union select account_id from memberships where user_id = new.id
  ) order by id for no key update;
  perform take_oauth_turns(array(
    select key_id from oauth_consents where user_id = new.id and revoked_at is null
    union select apps_of_organizations_of(new.id)));
  delete from oauth_codes where family_id is null and consent_id in (
    select id from oauth_consents where user_id = new.id and revoked_at is null);
  update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'person'
    where revoked_at is null and expires_at > clock_timestamp() and consent_id in (
      select id from oauth_consents where user_id = new.id and revoked_at is null);
  update access_tokens set revoked_at = clock_timestamp()
    where user_id = new.id and revoked_at is null and expires_at > clock_timestamp();
  return null;
end
$$;
--> statement-breakpoint
-- An app that goes to another account may lose what it got without a credential: it goes once the grants under way are over.
CREATE FUNCTION "take_turns_of_moved_app"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
begin
  perform take_oauth_turns(array[new.id]);
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "integration_keys_moved_turns" AFTER UPDATE ON "integration_keys"
  FOR EACH ROW WHEN (new.method = 'oauth' and old.account_id is distinct from new.account_id)
  EXECUTE FUNCTION "take_turns_of_moved_app"();--> statement-breakpoint
CREATE OR REPLACE FUNCTION "end_tokens_of_agents"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended uuid[];
begin
  -- First, so that an agent that is being let in is seen.
  perform from accounts where id = new.account_id for no key update;
  ended := array(
    select key_id from agents where account_id = new.account_id
      and not (new.is_allowed and (new.hosts = '{}' or host = any(new.hosts)))
  );
  if ended <> '{}' then
    perform take_oauth_turns(ended);
    delete from oauth_codes where family_id is null and key_id = any(ended);
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'policy'
      where revoked_at is null and expires_at > clock_timestamp() and consent_id in (
        select id from oauth_consents where key_id = any(ended) and revoked_at is null);
    update access_tokens set revoked_at = clock_timestamp()
      where key_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;
