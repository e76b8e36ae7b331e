-- last: the release before opens and ends transfers without their cases. Once it is gone, each has one, which ended with it.
INSERT INTO "support_cases" ("id", "account_id", "kind", "transfer_id", "status", "opened_by", "opened_at", "message", "closed_by", "closed_at", "resolution")
  SELECT t.id, t.source_account_id, 'transfer', t.id,
    CASE WHEN t.state IN ('open', 'confirmed') THEN 'open' WHEN t.state IN ('carried_out', 'undone') THEN 'granted' ELSE t.state END,
    t.opened_by, t.opened_at, t.reason, coalesce(t.carried_out_by, t.ended_by), coalesce(t.carried_out_at, t.ended_at),
    CASE WHEN t.carried_out_at IS NOT NULL THEN NULL WHEN t.state = 'expired' THEN 'It was not carried out within 14 days.' ELSE t.end_reason END
  FROM "transfers" t
  WHERE NOT EXISTS (SELECT FROM "support_cases" c WHERE c.transfer_id = t.id);--> statement-breakpoint
UPDATE "support_cases" c
  SET status = CASE WHEN t.state IN ('carried_out', 'undone') THEN 'granted' ELSE t.state END,
    closed_by = coalesce(t.carried_out_by, t.ended_by), closed_at = coalesce(t.carried_out_at, t.ended_at),
    resolution = CASE WHEN t.carried_out_at IS NOT NULL THEN NULL WHEN t.state = 'expired' THEN 'It was not carried out within 14 days.' ELSE t.end_reason END
  FROM "transfers" t
  WHERE c.transfer_id = t.id AND c.status = 'open' AND t.state NOT IN ('open', 'confirmed');--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_kind_known";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_status_known";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_transfer_whole";--> statement-breakpoint
ALTER TABLE "transfer_confirmations" VALIDATE CONSTRAINT "transfer_confirmations_stand_in_whole";
