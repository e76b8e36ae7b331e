import { desc, notInArray } from "drizzle-orm";

import { outboxMails } from "@/db/schema/mailed-links";

import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { newId } from "../../platform/ids";
import type { Mailer } from "../../platform/mail";

/** Mails that the outbox keeps; older ones go. */
const KEPT = 200;

/**
 * Takes the place of a mail server in the demo: keeps each mail, with the working links that are in it, for the outbox
 * page. For the demo alone, whose passwords are public and which listens on loopback.
 */
export function openOutbox(): Mailer {
  return {
    send: async ({ to, subject, text }) => {
      await unrecordedAtOnce("notice", async (tx) => {
        await tx
          .insert(outboxMails)
          .values({ id: newId(), toName: to.name, toAddress: to.address, subject, text });
        const kept = tx
          .select({ id: outboxMails.id })
          .from(outboxMails)
          .orderBy(desc(outboxMails.id))
          .limit(KEPT);
        await tx.delete(outboxMails).where(notInArray(outboxMails.id, kept));
      });
      return { kind: "sent" };
    },
    close: () => undefined,
  };
}
