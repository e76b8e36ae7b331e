/** How far the change from a replaced key to its successors has come. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readRotation } from "@/lib/integration-keys/calls/rotation";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => readRotation(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
