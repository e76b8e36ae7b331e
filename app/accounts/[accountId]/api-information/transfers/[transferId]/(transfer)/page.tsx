import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { TransferView } from "@/components/transfers/transfer-view";
import { findNewAppPlace } from "@/lib/accounts/new-app-place";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { TransferParams } from "@/lib/contracts/accounts/transfers";
import { createQueryClient } from "@/lib/queries/client";
import { transferQuery } from "@/lib/queries/cases/transfers";
import { getTransferOf } from "@/lib/transfers/reading/read-transfer";

export const metadata: Metadata = { title: "Transfer" };

export default async function TransferPage({
  params,
}: PageProps<"/accounts/[accountId]/api-information/transfers/[transferId]">) {
  const given = await params;
  const ctx = await requireAccount(given.accountId);
  const parsed = TransferParams.safeParse(given);
  if (!parsed.success) notFound();
  const { transferId } = parsed.data;
  const client = createQueryClient();
  const { transfer } = await orNotFound(
    client.query({
      ...transferQuery(transferId),
      queryFn: async () => ({ transfer: await getTransferOf(ctx, transferId) }),
    }),
  );
  const newKey = await orNotFound(findNewAppPlace(ctx, transfer.destination.accountId));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TransferView accountId={ctx.account.id} transferId={transferId} newKey={newKey} />
    </HydrationBoundary>
  );
}
