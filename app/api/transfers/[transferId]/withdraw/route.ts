/** Withdraws a transfer. */
import { EndTransferBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { withdrawTransfer } from "@/lib/transfers/steps/end-transfer";
import { getTransfer } from "@/lib/transfers/reading/read-transfer";

export const POST = sessionHandler({
  params: TransferParams,
  body: EndTransferBody,
  handler: async ({ ctx, params, body }) => {
    await withdrawTransfer(ctx, params.transferId, body.reason);
    return { transfer: await getTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
