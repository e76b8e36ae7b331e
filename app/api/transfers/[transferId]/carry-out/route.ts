/** Carries out a transfer, by support. */
import { CarryOutTransferBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { carryOutTransfer } from "@/lib/transfers/steps/carry-out";
import { lookAtTransfer } from "@/lib/transfers/reading/read-transfer";

export const POST = staffHandler({
  params: TransferParams,
  body: CarryOutTransferBody,
  handler: async ({ ctx, params, body }) => {
    await carryOutTransfer(ctx, params.transferId, body);
    return { transfer: await lookAtTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
