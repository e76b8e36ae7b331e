/** Names an admin of an organization. */
import { AddOrganizationAdminBody } from "@/lib/contracts/accounts/account-lifecycle";
import { OrganizationParams } from "@/lib/contracts/accounts/organizations";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { addOrganizationAdmin } from "@/lib/organizations/change-admins";

export const POST = staffHandler({
  params: OrganizationParams,
  body: AddOrganizationAdminBody,
  status: 204,
  handler: ({ ctx, params, body }) => addOrganizationAdmin(ctx, { ...params, ...body }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
