import type { Metadata } from "next";

import { OutboxMails } from "@/components/notices/outbox";
import { Link } from "@/components/ui/links/link";
import { PlainPage } from "@/components/ui/plain-page";
import { homePage } from "@/lib/addresses/pages";
import { orNotFound } from "@/lib/auth/page";
import { listOutbox } from "@/lib/notices/outbox/list";

export const metadata: Metadata = { title: "Outbox" };

/** The mails of the demo, which has no mail server; anywhere else there is no such page. */
export default async function OutboxPage() {
  await orNotFound(listOutbox());
  return (
    <PlainPage
      isWide
      title="Outbox"
      purpose="This demo sends no mail. What would be mailed is here, with links that work: once, and for a limited time."
    >
      <OutboxMails />
      <p className="mt-6 text-sm">
        <Link href={homePage()} className="underline underline-offset-3">
          To the console
        </Link>
      </p>
    </PlainPage>
  );
}
