-- The lists of words only grow, so the rows that are there fit: they are not read again under the lock.
CREATE TABLE "failed_sign_ins" (
	"person" text PRIMARY KEY NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	"recorded_count" integer DEFAULT 0 NOT NULL,
	"looked_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "audit_events" DROP CONSTRAINT "audit_events_action_known";--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind_known";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sign_in_method" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "failed_before" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "failed_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sign_in_failures" ADD COLUMN "person" text;--> statement-breakpoint
ALTER TABLE "sign_in_failures" ADD COLUMN "last_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sign_in_failures" ADD COLUMN "forgotten_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "must_change_password" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "password_open_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "devices_known_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "failed_sign_ins_looked" ON "failed_sign_ins" USING btree ("looked_at");--> statement-breakpoint
CREATE INDEX "sign_in_failures_forgotten" ON "sign_in_failures" USING btree ("forgotten_at");--> statement-breakpoint
CREATE INDEX "sign_in_failures_person" ON "sign_in_failures" USING btree ("person");--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_action_known" CHECK ("audit_events"."action" in ('account.created', 'account.plan_changed', 'account.feature_changed', 'account.viewed_by_staff', 'access.requested', 'access.granted', 'access.declined', 'key.created', 'key.replaced', 'key.revoked', 'policy.updated', 'member.added', 'member.profile_changed', 'member.deactivated', 'member.reactivated', 'member.shared_changed', 'session.started', 'session.revoked', 'sign_in.failed', 'password.changed', 'identity.linked')) NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind_known" CHECK ("notices"."kind" in ('keys_knocking', 'failed_sign_ins')) NOT VALID;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_sign_in_method_known" CHECK ("sessions"."sign_in_method" in ('password', 'oidc'));