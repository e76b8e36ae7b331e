/** Transfers of apps that support opens. */
import { OpenTransferAsSupportBody } from "@/lib/contracts/accounts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { openTransferAsSupport } from "@/lib/transfers/steps/open-transfer";
import { lookAtTransfer } from "@/lib/transfers/reading/read-transfer";

export const POST = staffHandler({
  body: OpenTransferAsSupportBody,
  status: 201,
  handler: async ({ ctx, body }) => ({
    transfer: await lookAtTransfer(ctx, await openTransferAsSupport(ctx, body)),
  }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
