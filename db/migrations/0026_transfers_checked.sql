-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";--> statement-breakpoint
ALTER TABLE "go_live_journeys" VALIDATE CONSTRAINT "go_live_journeys_key";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_key";
