import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { OrganizationView } from "@/components/organization/organization-view";
import { OrganizationTransfers } from "@/components/transfers/organization-transfers";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { TransferListQuery } from "@/lib/contracts/accounts/transfers";
import { listAuthorizedApps } from "@/lib/oauth/organization-consents/list";
import { getOrganization } from "@/lib/organizations/get";
import { authorizedAppsQuery } from "@/lib/queries/accounts/authorized-apps";
import { createQueryClient } from "@/lib/queries/client";
import { organizationQuery } from "@/lib/queries/accounts/organizations";
import { organizationTransfersQuery } from "@/lib/queries/cases/transfers";
import { listOrganizationTransfers } from "@/lib/transfers/reading/list-organization-transfers";

export const metadata: Metadata = { title: "Organization" };

export default async function Page({ params }: PageProps<"/organizations/[organizationId]">) {
  const session = await requireSession();
  const wanted = OrganizationParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { organizationId } = wanted.data;
  const client = createQueryClient();
  const { organization } = await orNotFound(
    client.query({
      ...organizationQuery(organizationId),
      queryFn: async () => ({ organization: await getOrganization(session, organizationId) }),
    }),
  );
  await orNotFound(
    client.query({
      ...authorizedAppsQuery(organizationId),
      queryFn: () => listAuthorizedApps(session, organizationId),
    }),
  );
  await orNotFound(
    client.query({
      ...organizationTransfersQuery(organizationId),
      queryFn: () => listOrganizationTransfers(session, { ...TransferListQuery.parse({}), organizationId }),
    }),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title={organization.name}
        purpose="The accounts of this organization, who could manage them if somebody left, the domains that it has proven to be its own, and the apps that it lets act for its people."
      />
      <OrganizationTransfers organizationId={organizationId} />
      <OrganizationView organizationId={organizationId} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
