import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { MailNote } from "@/components/notices/mail-note";
import { Notices } from "@/components/notices/notices";
import { PageHead } from "@/components/ui/page-head";
import { getMe } from "@/lib/accounts/me";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { mailsHere } from "@/lib/auth/sign-in-choices";
import { NoticeListQuery } from "@/lib/contracts/people/notices";
import { listNotices } from "@/lib/notices/list";
import { createQueryClient } from "@/lib/queries/client";
import { noticesQuery, unreadNoticesQuery } from "@/lib/queries/people/notices";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage() {
  const session = await requireSession();
  const client = createQueryClient();
  await orNotFound(
    Promise.all([
      client.infiniteQuery({
        ...noticesQuery(),
        queryFn: () => listNotices(session, NoticeListQuery.parse({})),
      }),
      client.query({
        ...unreadNoticesQuery(),
        queryFn: async () => (await getMe(session)).unreadNotices,
      }),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Notices"
        purpose="What you should know about your accounts. Notices that you have read are kept for 180 days."
      />
      <MailNote policy={mailsHere()} email={session.user.email} />
      <Notices now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
