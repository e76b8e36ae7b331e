/** How safe an account is from losing its admins: for its admins, its organization's, and support. */
import { ContinuityParams } from "@/lib/contracts/accounts/continuity";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { readAccountContinuity } from "@/lib/organizations/continuity";

export const GET = sessionHandler({
  params: ContinuityParams,
  handler: async ({ ctx, params }) => ({ continuity: await readAccountContinuity(ctx, params.accountId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
