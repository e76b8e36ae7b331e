CREATE TABLE "agent_policies" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"is_allowed" boolean NOT NULL,
	"hosts" text[] NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	CONSTRAINT "agent_policies_hosts_few" CHECK (cardinality("agent_policies"."hosts") <= 50)
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"client_uri" text NOT NULL,
	"host" text NOT NULL,
	"declared_name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agent_policies" ADD CONSTRAINT "agent_policies_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_policies" ADD CONSTRAINT "agent_policies_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agents_client" ON "agents" USING btree ("account_id","client_uri");--> statement-breakpoint
-- One more way to end: no row has it yet, and those that are there are checked in the next migration, without a lock.
ALTER TABLE "oauth_token_families" DROP CONSTRAINT "oauth_token_families_end_known",
  ADD CONSTRAINT "oauth_token_families_end_known" CHECK ("oauth_token_families"."end_kind" in ('code_replayed', 'refresh_reused', 'revoked', 'credential', 'consent', 'transfer', 'person', 'policy')) NOT VALID;--> statement-breakpoint
-- What an account's agents have got ends in the transaction in which its policy lets them ask no more, as with whatever else a
-- token came from: a check looks at the token's row alone. The account is taken beforehand, since its epoch moves. The consents
-- stay: where the policy lets the agent ask again, it is a person's own again whom it may act for.
CREATE FUNCTION "end_tokens_of_agents"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
declare
  ended constant uuid[] := array(
    select key_id from agents where account_id = new.account_id
      and not (new.is_allowed and (new.hosts = '{}' or host = any(new.hosts)))
  );
begin
  if ended <> '{}' then
    perform from accounts where id = new.account_id for no key update;
    delete from oauth_codes where family_id is null and key_id = any(ended);
    update oauth_token_families set revoked_at = clock_timestamp(), end_kind = 'policy'
      where revoked_at is null and expires_at > clock_timestamp() and consent_id in (
        select id from oauth_consents where key_id = any(ended) and revoked_at is null);
    update access_tokens set revoked_at = clock_timestamp()
      where key_id = any(ended) and revoked_at is null and expires_at > clock_timestamp();
  end if;
  return null;
end
$$;--> statement-breakpoint
CREATE TRIGGER "agent_policies_end_tokens" AFTER UPDATE ON "agent_policies"
  FOR EACH ROW EXECUTE FUNCTION "end_tokens_of_agents"();
