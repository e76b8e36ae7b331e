CREATE TABLE "case_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "case_notes_length" CHECK (length("case_notes"."text") between 1 and 2000)
);--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_case_id_support_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."support_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_notes_case" ON "case_notes" USING btree ("case_id","id");--> statement-breakpoint
-- Cases that are there are numbered in the order in which they were opened; no check waits for their table.
ALTER TABLE "support_cases" ADD COLUMN "number" bigint;--> statement-breakpoint
UPDATE "support_cases" SET "number" = "numbered"."number"
  FROM (SELECT "id", 1000 + row_number() OVER (ORDER BY "opened_at", "id") AS "number" FROM "support_cases") AS "numbered"
  WHERE "numbered"."id" = "support_cases"."id";--> statement-breakpoint
ALTER TABLE "support_cases" ALTER COLUMN "number" SET NOT NULL,
  ALTER COLUMN "number" ADD GENERATED ALWAYS AS IDENTITY (sequence name "support_cases_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1);--> statement-breakpoint
SELECT setval('support_cases_number_seq', max("number")) FROM "support_cases" HAVING count(*) > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "support_cases_number" ON "support_cases" USING btree ("number");
