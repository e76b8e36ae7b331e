/** Withdraws a transfer, by support. */
import { EndTransferAsSupportBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { withdrawTransferAsSupport } from "@/lib/transfers/steps/end-transfer";
import { lookAtTransfer } from "@/lib/transfers/reading/read-transfer";

export const POST = staffHandler({
  params: TransferParams,
  body: EndTransferAsSupportBody,
  handler: async ({ ctx, params, body }) => {
    await withdrawTransferAsSupport(ctx, params.transferId, body.reason, body.caseId);
    return { transfer: await lookAtTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
