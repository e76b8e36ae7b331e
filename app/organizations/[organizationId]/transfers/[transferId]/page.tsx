import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { OrganizationTransfer } from "@/components/transfers/organization-transfer";
import { findNewAppPlace } from "@/lib/accounts/new-app-place";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { OrganizationTransferParams } from "@/lib/contracts/accounts/transfers";
import { createQueryClient } from "@/lib/queries/client";
import { transferQuery } from "@/lib/queries/cases/transfers";
import { getTransferOfOrganization } from "@/lib/transfers/reading/read-transfer";

export const metadata: Metadata = { title: "Transfer" };

export default async function Page({
  params,
}: PageProps<"/organizations/[organizationId]/transfers/[transferId]">) {
  const session = await requireSession();
  const wanted = OrganizationTransferParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { organizationId, transferId } = wanted.data;
  const client = createQueryClient();
  const { transfer } = await orNotFound(
    client.query({
      ...transferQuery(transferId),
      queryFn: async () => ({ transfer: await getTransferOfOrganization(session, wanted.data) }),
    }),
  );
  const newKey = await orNotFound(findNewAppPlace(session, transfer.destination.accountId));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OrganizationTransfer organizationId={organizationId} transferId={transferId} newKey={newKey} />
    </HydrationBoundary>
  );
}
