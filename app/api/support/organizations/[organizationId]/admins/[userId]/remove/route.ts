/** Takes an admin of an organization out of it. */
import {
  OrganizationAdminParams,
  RemoveOrganizationAdminBody,
} from "@/lib/contracts/accounts/account-lifecycle";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { removeOrganizationAdmin } from "@/lib/organizations/change-admins";

export const POST = staffHandler({
  params: OrganizationAdminParams,
  body: RemoveOrganizationAdminBody,
  status: 204,
  handler: ({ ctx, params, body }) => removeOrganizationAdmin(ctx, { ...params, ...body }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
