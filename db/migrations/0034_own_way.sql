ALTER TABLE "go_live_journeys" ADD COLUMN "review_account_id" uuid;--> statement-breakpoint
ALTER TABLE "go_live_journeys" ADD CONSTRAINT "go_live_journeys_review_account_id_accounts_id_fk" FOREIGN KEY ("review_account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
-- Ways that were begun before their app was transferred are of the account that gave it away first since.
UPDATE "go_live_journeys" j SET "review_account_id" = (
  SELECT t.source_account_id FROM "transfers" t
  WHERE t.key_id = j.key_id AND t.state = 'carried_out' AND t.carried_out_at > j.review_at
  ORDER BY t.carried_out_at LIMIT 1)
WHERE EXISTS (
  SELECT FROM "transfers" t WHERE t.key_id = j.key_id AND t.state = 'carried_out' AND t.carried_out_at > j.review_at);
