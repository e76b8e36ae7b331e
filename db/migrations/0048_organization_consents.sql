-- An organization lets an app act for its people. Whoever it covers gets a consent that rests on it, with the first token: so
-- codes, families and tokens end as they do with any consent, and a check looks at nothing more.
CREATE TABLE "organization_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"given_by" uuid NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid
);
--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD COLUMN "organization_consent_id" uuid;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD COLUMN "claimed_domain" text;--> statement-breakpoint
ALTER TABLE "organization_consents" ADD CONSTRAINT "organization_consents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_consents" ADD CONSTRAINT "organization_consents_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_consents" ADD CONSTRAINT "organization_consents_given_by_users_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_consents" ADD CONSTRAINT "organization_consents_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "organization_consents_held" ON "organization_consents" USING btree ("key_id","organization_id") WHERE "organization_consents"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "organization_consents_organization" ON "organization_consents" USING btree ("organization_id","id") WHERE "organization_consents"."revoked_at" is null;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD CONSTRAINT "oauth_consents_organization_consent_fk" FOREIGN KEY ("organization_consent_id") REFERENCES "public"."organization_consents"("id") ON DELETE restrict ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD CONSTRAINT "oauth_consents_basis_whole" CHECK (("oauth_consents"."organization_consent_id" is null) = ("oauth_consents"."claimed_domain" is null)) NOT VALID;--> statement-breakpoint
-- Many consents end at once with an organization's: their tokens by one statement. Accounts are taken by their ids beforehand.
CREATE FUNCTION "end_tokens_of_consents"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where revoked_at is not null
    except select id from rows_before where revoked_at is not null
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (select account_id from rows_after where id = any(ended))
      order by id for no key update;
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'consent'
      where consent_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
    update access_tokens set revoked_at = clock_timestamp()
      where consent_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
DROP TRIGGER "oauth_consents_end_tokens" ON "oauth_consents";--> statement-breakpoint
CREATE TRIGGER "oauth_consents_end_tokens" AFTER UPDATE ON "oauth_consents"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "end_tokens_of_consents"();--> statement-breakpoint
DROP FUNCTION "end_tokens_of_consent"();--> statement-breakpoint
-- Whoever issues a token on an organization's consent holds that consent's row, and then looks at what it rests on. So an end of
-- any of that takes the row before it looks for tokens: it waits for those that are being made, and finds them. Before it come
-- the accounts, by their ids, as of every change.
CREATE FUNCTION "end_consents_of_organization"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where organization_id = new.organization_id order by id for no key update;
  update oauth_consents set revoked_at = clock_timestamp()
    where organization_consent_id = new.id and revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "organization_consents_end_consents" AFTER UPDATE ON "organization_consents"
  FOR EACH ROW WHEN (old.revoked_at is null and new.revoked_at is not null)
  EXECUTE FUNCTION "end_consents_of_organization"();--> statement-breakpoint
CREATE TRIGGER "organization_consents_end_is_final" BEFORE UPDATE ON "organization_consents"
  FOR EACH ROW WHEN (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  EXECUTE FUNCTION "keep_end_of_token"();--> statement-breakpoint
-- A claim that is proven anew has lapsed before, if only by the clock.
CREATE FUNCTION "end_consents_of_claim"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where organization_id = old.organization_id order by id for no key update;
  perform from organization_consents where organization_id = old.organization_id and revoked_at is null
    order by id for no key update;
  update oauth_consents c set revoked_at = clock_timestamp()
    from organization_consents o
    where o.id = c.organization_consent_id and o.organization_id = old.organization_id and o.revoked_at is null
      and c.claimed_domain = old.domain and c.revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "claimed_domains_end_consents" AFTER UPDATE ON "claimed_domains"
  FOR EACH ROW WHEN (old.verified_at is not null and old.lapsed_at is null and (new.lapsed_at is not null
    or new.verified_at is distinct from old.verified_at or new.domain <> old.domain
    or new.organization_id <> old.organization_id))
  EXECUTE FUNCTION "end_consents_of_claim"();--> statement-breakpoint
CREATE TRIGGER "claimed_domains_end_consents_gone" AFTER DELETE ON "claimed_domains"
  FOR EACH ROW WHEN (old.verified_at is not null) EXECUTE FUNCTION "end_consents_of_claim"();--> statement-breakpoint
-- An organization lets apps act in its own accounts alone.
CREATE FUNCTION "end_consents_of_account"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from organization_consents where organization_id = old.organization_id and revoked_at is null
    order by id for no key update;
  update oauth_consents c set revoked_at = clock_timestamp()
    from organization_consents o
    where o.id = c.organization_consent_id and o.organization_id = old.organization_id and o.revoked_at is null
      and c.account_id = new.id and c.revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "accounts_end_consents" AFTER UPDATE OF "organization_id" ON "accounts"
  FOR EACH ROW WHEN (old.organization_id is not null and old.organization_id is distinct from new.organization_id)
  EXECUTE FUNCTION "end_consents_of_account"();--> statement-breakpoint
-- And for people of its domains: who has another address is covered by the next token, or not.
CREATE FUNCTION "end_consents_of_address"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where id in (
    select account_id from oauth_consents
      where user_id = new.id and organization_consent_id is not null and revoked_at is null
  ) order by id for no key update;
  update oauth_consents set revoked_at = clock_timestamp()
    where user_id = new.id and organization_consent_id is not null and revoked_at is null;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "users_end_consents" AFTER UPDATE OF "email" ON "users"
  FOR EACH ROW WHEN (old.email is distinct from new.email) EXECUTE FUNCTION "end_consents_of_address"();
