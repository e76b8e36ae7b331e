/** One transfer of an app, for admins of either side. */
import { ChangeTransferBody, TransferParams } from "@/lib/contracts/accounts/transfers";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { changeTransfer } from "@/lib/transfers/steps/change-transfer";
import { getTransfer } from "@/lib/transfers/reading/read-transfer";

export const GET = sessionHandler({
  params: TransferParams,
  handler: async ({ ctx, params }) => ({ transfer: await getTransfer(ctx, params.transferId) }),
});

export const PATCH = sessionHandler({
  params: TransferParams,
  body: ChangeTransferBody,
  handler: async ({ ctx, params, body }) => {
    await changeTransfer(ctx, params.transferId, body);
    return { transfer: await getTransfer(ctx, params.transferId) };
  },
});

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
