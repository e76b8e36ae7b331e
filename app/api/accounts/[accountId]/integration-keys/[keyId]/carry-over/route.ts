/** What is left to be set again in production for a key that went live. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { readCarryOver } from "@/lib/go-live/reading/read-carry-over";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => readCarryOver(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
