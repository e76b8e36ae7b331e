/** Transfers from the organization's accounts that nobody in them can look after. */
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { TransferListQuery } from "@/lib/contracts/accounts/transfers";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listOrganizationTransfers } from "@/lib/transfers/reading/list-organization-transfers";

export const GET = sessionHandler({
  params: OrganizationParams,
  query: TransferListQuery,
  handler: ({ ctx, params, query }) => listOrganizationTransfers(ctx, { ...params, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
