/** What the record says about the end of a key; null for a key that has not ended. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readRevocationReceipt } from "@/lib/integration-keys/revocations/receipt";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => readRevocationReceipt(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
