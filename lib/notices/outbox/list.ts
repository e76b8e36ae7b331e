import { desc } from "drizzle-orm";

import { outboxMails } from "@/db/schema/mailed-links";

import type { Outbox } from "../../contracts/people/outbox";
import { notFound } from "../../domain/errors";
import { ask } from "../../kernel/read";
import { mailPolicy } from "../../platform/settings/mail-policy";

const SHOWN = 50;

/**
 * The mails that the demo would have sent, newest first.
 * @throws DomainError not_found anywhere but in the demo
 */
export async function listOutbox(): Promise<Outbox> {
  if (mailPolicy() !== "demo") throw notFound();
  const rows = await ask((db) => db.select().from(outboxMails).orderBy(desc(outboxMails.id)).limit(SHOWN));
  return {
    data: rows.map(({ createdAt, ...mail }) => ({ ...mail, at: createdAt.toISOString() })),
    now: new Date().toISOString(),
  };
}
