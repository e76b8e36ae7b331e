/** How much of the account's hourly limit is used (R10), and by this key. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { readKeyQuota } from "@/lib/integration-keys/calls/call-quota";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => readKeyQuota(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
