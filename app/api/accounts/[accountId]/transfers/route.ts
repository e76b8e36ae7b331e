/** Transfers of apps from and to this account. */
import { OpenTransferBody, TransferListQuery } from "@/lib/contracts/accounts/transfers";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { openTransfer } from "@/lib/transfers/steps/open-transfer";
import { getTransfer, listTransfers } from "@/lib/transfers/reading/read-transfer";

export const GET = accountHandler({
  query: TransferListQuery,
  handler: ({ ctx, query }) => listTransfers(ctx, query),
});

export const POST = accountHandler({
  body: OpenTransferBody,
  status: 201,
  handler: async ({ ctx, body }) => ({ transfer: await getTransfer(ctx, await openTransfer(ctx, body)) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
