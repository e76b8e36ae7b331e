/** Carries out a transfer, by support. */
import { TransferParams } from "@/lib/contracts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { carryOutTransfer } from "@/lib/transfers/carry-out";
import { lookAtTransfer } from "@/lib/transfers/read-transfer";

export const POST = staffHandler({
  params: TransferParams,
  handler: async ({ ctx, params }) => {
    await carryOutTransfer(ctx, params.transferId);
    return { transfer: await lookAtTransfer(ctx, params.transferId) };
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
