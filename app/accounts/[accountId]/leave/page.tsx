import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { LeaveAccount } from "@/components/members/leave-account";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { previewLeaving } from "@/lib/members/leave";
import { createQueryClient } from "@/lib/queries/client";
import { leavingPreviewQuery } from "@/lib/queries/accounts/members";

export const metadata: Metadata = { title: "Leave account" };

export default async function Page({ params }: PageProps<"/accounts/[accountId]/leave">) {
  const ctx = await requireAccount((await params).accountId);
  const { id, name } = ctx.account;
  const client = createQueryClient();
  await orNotFound(client.query({ ...leavingPreviewQuery(id), queryFn: () => previewLeaving(ctx) }));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title={`Leave ${name}`}
        purpose="You end your own part in this account. An admin of it can bring you back."
      />
      <LeaveAccount accountId={id} accountName={name} />
    </HydrationBoundary>
  );
}
