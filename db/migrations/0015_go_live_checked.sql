-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
ALTER TABLE "integration_keys" VALIDATE CONSTRAINT "integration_keys_expire";--> statement-breakpoint
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_kind_known";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_status_known";--> statement-breakpoint
ALTER TABLE "support_cases" VALIDATE CONSTRAINT "support_cases_go_live_whole";
