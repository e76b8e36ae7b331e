/** The receipt of a transfer that was carried out. */
import { TransferParams } from "@/lib/contracts/accounts/transfers";
import { sessionHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { getReceipt } from "@/lib/transfers/reading/read-transfer";

export const GET = sessionHandler({
  params: TransferParams,
  handler: async ({ ctx, params }) => ({ receipt: await getReceipt(ctx, params.transferId) }),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
