CREATE TABLE "legacy_authentication" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legacy_uses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"first_used_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"allowed_calls" bigint NOT NULL,
	"refused_calls" bigint NOT NULL,
	CONSTRAINT "legacy_uses_whole" UNIQUE("account_id","key_id","user_id"),
	CONSTRAINT "legacy_uses_counted" CHECK ("legacy_uses"."allowed_calls" >= 0 and "legacy_uses"."refused_calls" >= 0)
);
--> statement-breakpoint
ALTER TABLE "legacy_authentication" ADD CONSTRAINT "legacy_authentication_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legacy_authentication" ADD CONSTRAINT "legacy_authentication_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legacy_uses" ADD CONSTRAINT "legacy_uses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legacy_uses" ADD CONSTRAINT "legacy_uses_key_id_integration_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."integration_keys"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legacy_uses" ADD CONSTRAINT "legacy_uses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "legacy_uses_account" ON "legacy_uses" USING btree ("account_id","last_used_at");