-- without a transaction: checks go on meanwhile, so nothing here locks what they need. Cut off, it begins again.
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "invitations_expires";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "invitations_expires" ON "invitations" USING btree ("expires_at");
