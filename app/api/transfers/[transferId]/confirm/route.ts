/** Confirms a transfer for one side. */
import { ConfirmTransferBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { confirmTransfer } from "@/lib/transfers/steps/confirm-transfer";
import { getTransfer } from "@/lib/transfers/reading/read-transfer";

export const POST = sessionHandler({
  params: TransferParams,
  body: ConfirmTransferBody,
  handler: async ({ ctx, params, body }) => {
    await confirmTransfer(ctx, params.transferId, body);
    return { transfer: await getTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
