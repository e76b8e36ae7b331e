import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { TransferList } from "@/components/transfers/transfer-list";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { TransferListQuery } from "@/lib/contracts/accounts/transfers";
import { permits } from "@/lib/domain/people/profiles";
import { createQueryClient } from "@/lib/queries/client";
import { transferListQuery } from "@/lib/queries/cases/transfers";
import { listTransfers } from "@/lib/transfers/reading/read-transfer";

export const metadata: Metadata = { title: "Transfers" };

export default async function TransfersPage({
  params,
}: PageProps<"/accounts/[accountId]/api-information/transfers">) {
  const ctx = await requireAccount((await params).accountId);
  const { account, profile } = ctx;
  if (!permits(profile, "key:transfer")) {
    return (
      <AdminsOnly
        accountId={account.id}
        title="Transfers"
        rule="Only an admin sees and requests transfers."
        profile={profile}
        admins={await orNotFound(listAccountAdmins(ctx))}
      />
    );
  }
  const client = createQueryClient();
  await orNotFound(
    client.infiniteQuery({
      ...transferListQuery(account.id),
      queryFn: () => listTransfers(ctx, TransferListQuery.parse({})),
    }),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TransferList accountId={account.id} accountName={account.name} />
    </HydrationBoundary>
  );
}
