-- The gate of the release before reads both tables meanwhile: nothing here reads rows under a lock (see 0013). First the
-- table that its lookup takes first.
ALTER TABLE "credentials" ADD COLUMN "name" text,
  ADD COLUMN "last_four" text,
  ADD COLUMN "public_key_pem" text,
  ADD COLUMN "thumbprint" text,
  ADD COLUMN "bits" integer,
  ADD COLUMN "last_used_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_whole" CHECK (case "credentials"."kind" when 'long_lived' then "credentials"."name" is null else "credentials"."name" is not null end
        and ("credentials"."kind" = 'client_secret') = ("credentials"."last_four" is not null)
        and num_nulls("credentials"."public_key_pem", "credentials"."thumbprint", "credentials"."bits") = case "credentials"."kind" when 'rsa_public_key' then 0 else 3 end) NOT VALID;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD COLUMN "is_public" boolean DEFAULT false NOT NULL,
  ADD COLUMN "is_implicit_allowed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_app_switches" CHECK ("integration_keys"."method" = 'oauth' or not ("integration_keys"."is_public" or "integration_keys"."is_implicit_allowed")) NOT VALID;--> statement-breakpoint
CREATE TABLE "redirect_uris" (
	"key_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"uri" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "redirect_uris_key_id_uri_pk" PRIMARY KEY("key_id","uri"),
	CONSTRAINT "redirect_uris_length" CHECK (length("redirect_uris"."uri") <= 2000)
);
--> statement-breakpoint
ALTER TABLE "redirect_uris" ADD CONSTRAINT "redirect_uris_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redirect_uris" ADD CONSTRAINT "redirect_uris_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE FUNCTION "keep_end_of_credential"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'The end of credential % is final', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "credentials_end_is_final" BEFORE UPDATE ON "credentials"
  FOR EACH ROW EXECUTE FUNCTION "keep_end_of_credential"();
