/** Undoes a transfer that was carried out, by support. */
import { EndTransferAsSupportBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { lookAtTransfer } from "@/lib/transfers/reading/read-transfer";
import { undoTransfer } from "@/lib/transfers/steps/undo-transfer";

export const POST = staffHandler({
  params: TransferParams,
  body: EndTransferAsSupportBody,
  handler: async ({ ctx, params, body }) => {
    await undoTransfer(ctx, params.transferId, body.reason, body.caseId);
    return { transfer: await lookAtTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
