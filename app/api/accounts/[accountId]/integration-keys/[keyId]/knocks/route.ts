/** Who calls in vain with a key that has ended, or in the wrong environment. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listKnocks } from "@/lib/integration-keys/calls/knocks";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listKnocks(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
