-- What the gate of the release before goes on writing beside this: see 0008 and 0009.
CREATE TABLE "access_tokens" (
	"id" uuid NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"key_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "access_tokens_expires_at_id_pk" PRIMARY KEY("expires_at","id"),
	CONSTRAINT "access_tokens_hash_length" CHECK (octet_length("access_tokens"."secret_hash") = 32)
) PARTITION BY RANGE ("expires_at");
--> statement-breakpoint
CREATE TABLE "access_tokens_default" PARTITION OF "access_tokens" DEFAULT;--> statement-breakpoint
CREATE INDEX "access_tokens_secret_hash" ON "access_tokens" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "access_tokens_key" ON "access_tokens" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "access_tokens_user" ON "access_tokens" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "scope_uses" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "scope_uses" ADD CONSTRAINT "scope_uses_account_known" CHECK ("account_id" is not null) NOT VALID;--> statement-breakpoint
CREATE FUNCTION "fill_account_of_scope_use"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  new.account_id := (select account_id from integration_keys where id = new.key_id);
  return new;
end
$$;--> statement-breakpoint
CREATE TRIGGER "scope_uses_account" BEFORE INSERT OR UPDATE ON "scope_uses"
  FOR EACH ROW WHEN (new.account_id is null) EXECUTE FUNCTION "fill_account_of_scope_use"();
