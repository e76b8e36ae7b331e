/** The organizations that there are, and another one. */
import {
  CreateOrganizationBody,
  SupportOrganizationListQuery,
} from "@/lib/contracts/accounts/account-lifecycle";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listOrganizations } from "@/lib/organizations/list-for-support";
import { createOrganization } from "@/lib/organizations/place-account";

export const GET = staffHandler({
  query: SupportOrganizationListQuery,
  handler: ({ ctx, query }) => listOrganizations(ctx, query),
});

export const POST = staffHandler({
  body: CreateOrganizationBody,
  status: 201,
  handler: async ({ ctx, body }) => ({ people: await createOrganization(ctx, body) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
