/** Why support looks at an account, which opens it for an hour. */
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { OpenLookBody } from "@/lib/contracts/support/support-desk";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { openLook } from "@/lib/support/look";

export const POST = staffHandler({
  params: SupportAccountParams,
  body: OpenLookBody,
  status: 201,
  handler: async ({ ctx, params, body }) => ({ look: await openLook(ctx, params.accountId, body) }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
