-- No release before gave tokens: the table is empty, and its new indexes hold nobody up.
CREATE TABLE "oauth_assertions" (
	"key_id" uuid NOT NULL,
	"jti_hash" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oauth_assertions_key_id_jti_hash_pk" PRIMARY KEY("key_id","jti_hash")
);
--> statement-breakpoint
CREATE TABLE "oauth_codes" (
	"code_hash" "bytea" PRIMARY KEY NOT NULL,
	"consent_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"redirect_uri" text NOT NULL,
	"scopes" text[] NOT NULL,
	"code_challenge" text,
	"resource" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"family_id" uuid,
	CONSTRAINT "oauth_codes_hash_length" CHECK (octet_length("oauth_codes"."code_hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "oauth_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_refresh_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"family_id" uuid NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "oauth_refresh_tokens_hash_length" CHECK (octet_length("oauth_refresh_tokens"."token_hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "oauth_token_families" (
	"id" uuid PRIMARY KEY NOT NULL,
	"consent_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"credential_id" uuid,
	"scopes" text[] NOT NULL,
	"resource" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"end_kind" text,
	CONSTRAINT "oauth_token_families_end_known" CHECK ("oauth_token_families"."end_kind" in ('code_replayed', 'refresh_reused', 'revoked', 'credential', 'consent', 'transfer', 'person')),
	CONSTRAINT "oauth_token_families_end_whole" CHECK (("oauth_token_families"."end_kind" is null) = ("oauth_token_families"."revoked_at" is null))
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "consent_id" uuid;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "family_id" uuid;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "credential_id" uuid;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "resource" text;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "grant_kind" text;--> statement-breakpoint
ALTER TABLE "oauth_codes" ADD CONSTRAINT "oauth_codes_consent_id_oauth_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."oauth_consents"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD CONSTRAINT "oauth_consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD CONSTRAINT "oauth_consents_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_consents" ADD CONSTRAINT "oauth_consents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_refresh_tokens" ADD CONSTRAINT "oauth_refresh_tokens_family_id_oauth_token_families_id_fk" FOREIGN KEY ("family_id") REFERENCES "public"."oauth_token_families"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_token_families" ADD CONSTRAINT "oauth_token_families_consent_id_oauth_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."oauth_consents"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "oauth_assertions_expires" ON "oauth_assertions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_codes_expires" ON "oauth_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "oauth_consents_held" ON "oauth_consents" USING btree ("user_id","key_id","account_id") WHERE "oauth_consents"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "oauth_consents_key" ON "oauth_consents" USING btree ("key_id","id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_tokens_family" ON "oauth_refresh_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_tokens_expires" ON "oauth_refresh_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_token_families_consent" ON "oauth_token_families" USING btree ("consent_id");--> statement-breakpoint
CREATE INDEX "oauth_token_families_credential" ON "oauth_token_families" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "oauth_token_families_expires" ON "oauth_token_families" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "access_tokens_consent" ON "access_tokens" USING btree ("consent_id");--> statement-breakpoint
CREATE INDEX "access_tokens_family" ON "access_tokens" USING btree ("family_id") WHERE "access_tokens"."family_id" is not null;--> statement-breakpoint
CREATE INDEX "access_tokens_credential" ON "access_tokens" USING btree ("credential_id") WHERE "access_tokens"."credential_id" is not null;--> statement-breakpoint
-- Whatever a token came from ends: it ends in the same transaction, so that no check looks at more than the token's row. The
-- accounts that the tokens act in are taken beforehand, by their ids, since their epochs move; what is over is left alone. Sets
-- are compared by EXCEPT, which is quick whatever plan the session has kept.
CREATE FUNCTION "end_tokens_of_families"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select id from rows_after where revoked_at is not null
    except select id from rows_before where revoked_at is not null
  );
begin
  if ended <> '{}' then
    perform from accounts where id in (select account_id from rows_after) order by id for no key update;
    update access_tokens set revoked_at = clock_timestamp()
      where family_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "oauth_token_families_end_tokens" AFTER UPDATE ON "oauth_token_families"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "end_tokens_of_families"();--> statement-breakpoint
-- A consent is for one account.
CREATE FUNCTION "end_tokens_of_consent"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
begin
  perform from accounts where id = new.account_id for no key update;
  update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'consent'
    where consent_id = new.id and revoked_at is null and expires_at > clock_timestamp();
  update access_tokens set revoked_at = clock_timestamp()
    where consent_id = new.id and revoked_at is null and expires_at > clock_timestamp();
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "oauth_consents_end_tokens" AFTER UPDATE ON "oauth_consents"
  FOR EACH ROW WHEN (old.revoked_at is null and new.revoked_at is not null) EXECUTE FUNCTION "end_tokens_of_consent"();--> statement-breakpoint
CREATE FUNCTION "end_tokens_of_credentials"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
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
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'credential'
      where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
    update access_tokens set revoked_at = clock_timestamp()
      where credential_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "credentials_end_tokens" AFTER UPDATE ON "credentials"
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
  FOR EACH STATEMENT EXECUTE FUNCTION "end_tokens_of_credentials"();--> statement-breakpoint
-- What has ended, or was used, stays so.
CREATE FUNCTION "keep_end_of_token"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  raise exception 'The end of a row of % is final', tg_table_name using errcode = 'restrict_violation';
end
$$;--> statement-breakpoint
CREATE TRIGGER "access_tokens_end_is_final" BEFORE UPDATE ON "access_tokens"
  FOR EACH ROW WHEN (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  EXECUTE FUNCTION "keep_end_of_token"();--> statement-breakpoint
CREATE TRIGGER "oauth_consents_end_is_final" BEFORE UPDATE ON "oauth_consents"
  FOR EACH ROW WHEN (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  EXECUTE FUNCTION "keep_end_of_token"();--> statement-breakpoint
CREATE TRIGGER "oauth_token_families_end_is_final" BEFORE UPDATE ON "oauth_token_families"
  FOR EACH ROW WHEN (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  EXECUTE FUNCTION "keep_end_of_token"();--> statement-breakpoint
CREATE TRIGGER "oauth_codes_used_once" BEFORE UPDATE ON "oauth_codes"
  FOR EACH ROW WHEN (old.family_id is not null and new.family_id is distinct from old.family_id)
  EXECUTE FUNCTION "keep_end_of_token"();--> statement-breakpoint
CREATE TRIGGER "oauth_refresh_tokens_used_once" BEFORE UPDATE ON "oauth_refresh_tokens"
  FOR EACH ROW WHEN (old.used_at is not null and new.used_at is distinct from old.used_at)
  EXECUTE FUNCTION "keep_end_of_token"();
