import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { ContinuityPanel } from "@/components/continuity/continuity-panel";
import { PageHead } from "@/components/ui/page-head";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { permits } from "@/lib/domain/people/profiles";
import { readAccountContinuity } from "@/lib/organizations/continuity";

export const metadata: Metadata = { title: "Continuity" };

export default async function Page({ params }: PageProps<"/accounts/[accountId]/continuity">) {
  const { accountId } = await params;
  const ctx = await requireAccount(accountId);
  if (!permits(ctx.profile, "member:read")) {
    return (
      <AdminsOnly
        accountId={accountId}
        title="Continuity"
        rule="Only an admin sees who the account depends on."
        profile={ctx.profile}
        admins={await orNotFound(listAccountAdmins(ctx))}
      />
    );
  }
  return (
    <>
      <PageHead
        title="Continuity"
        purpose={`Whom ${ctx.account.name} depends on, and what would stop if they left.`}
      />
      <ContinuityPanel
        continuity={await orNotFound(readAccountContinuity(ctx, accountId))}
        now={new Date().toISOString()}
      />
    </>
  );
}
