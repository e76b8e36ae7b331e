/** The accounts of an organization, a page at a time, for its admins. */
import { OrganizationAccountListQuery, OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listOrganizationAccounts } from "@/lib/organizations/list-accounts";

export const GET = sessionHandler({
  params: OrganizationParams,
  query: OrganizationAccountListQuery,
  handler: ({ ctx, params, query }) => listOrganizationAccounts(ctx, { ...params, ...query }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
