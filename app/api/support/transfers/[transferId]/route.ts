/** One transfer, for support under an open look at both accounts. */
import { TransferParams } from "@/lib/contracts/accounts/transfers";
import { staffHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { getTransferAsSupport } from "@/lib/transfers/reading/read-transfer";

export const GET = staffHandler({
  params: TransferParams,
  handler: async ({ ctx, params }) => ({ transfer: await getTransferAsSupport(ctx, params.transferId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
