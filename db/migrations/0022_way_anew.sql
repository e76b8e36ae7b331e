-- A way goes on as the key that replaced its production key.
WITH RECURSIVE later AS (
  SELECT j.key_id, j.production_key_id AS id, 0 AS step FROM "go_live_journeys" j WHERE j.production_key_id IS NOT NULL
  UNION ALL
  SELECT later.key_id, k.id, later.step + 1 FROM later JOIN "integration_keys" k ON k.replaces_key_id = later.id
)
UPDATE "go_live_journeys" j SET "production_key_id" = last.id
FROM (SELECT DISTINCT ON (key_id) key_id, id FROM later ORDER BY key_id, step DESC) last
WHERE last.key_id = j.key_id AND last.id <> j.production_key_id;--> statement-breakpoint
ALTER TABLE "support_cases" DROP CONSTRAINT "support_cases_closed_whole",
  ADD CONSTRAINT "support_cases_closed_whole" CHECK (("support_cases"."status" = 'open') = ("support_cases"."closed_at" is null) and case when "support_cases"."closed_at" is null then "support_cases"."closed_by" is null else "support_cases"."closed_by" is not null or "support_cases"."resolution" is not null end) NOT VALID;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "credential_id" uuid;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE restrict ON UPDATE no action;
