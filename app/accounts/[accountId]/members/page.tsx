import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { Members } from "@/components/members/members";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { MemberListQuery } from "@/lib/contracts/people/members";
import { permits } from "@/lib/domain/people/profiles";
import { listInvitations } from "@/lib/members/invitations/list";
import { listMembers } from "@/lib/members/list";
import { createQueryClient } from "@/lib/queries/client";
import { invitationListQuery } from "@/lib/queries/accounts/invitations";
import { memberListQuery } from "@/lib/queries/accounts/members";

export const metadata: Metadata = { title: "Members" };

export default async function Page({ params }: PageProps<"/accounts/[accountId]/members">) {
  const { accountId } = await params;
  const ctx = await requireAccount(accountId);
  if (!permits(ctx.profile, "member:read")) {
    return (
      <AdminsOnly
        accountId={accountId}
        title="Members"
        rule="Only an admin sees the members."
        profile={ctx.profile}
        admins={await orNotFound(listAccountAdmins(ctx))}
      />
    );
  }
  const client = createQueryClient();
  await orNotFound(
    client.infiniteQuery({
      ...memberListQuery(accountId),
      queryFn: () => listMembers(ctx, MemberListQuery.parse({})),
    }),
  );
  await orNotFound(
    client.query({
      ...invitationListQuery(accountId),
      queryFn: () => listInvitations(ctx),
    }),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Members"
        purpose={`Who can do what in ${ctx.account.name}. A key acts as the member who created it.`}
      />
      <Members
        accountId={accountId}
        environment={ctx.account.environment}
        userId={ctx.user.id}
        canUpdate={permits(ctx.profile, "member:update") && ctx.account.status === "active"}
        now={new Date().toISOString()}
      />
    </HydrationBoundary>
  );
}
