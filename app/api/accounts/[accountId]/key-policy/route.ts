/** What an account allows its keys: read it, change it. */
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { updateKeyPolicy } from "@/lib/accounts/update-key-policy";
import { UpdateKeyPolicyBody } from "@/lib/contracts/keys/key-policy";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";

export const GET = accountHandler({ handler: ({ ctx }) => getKeyPolicy(ctx) });

export const PUT = accountHandler({
  body: UpdateKeyPolicyBody,
  handler: ({ ctx, body }) => updateKeyPolicy(ctx, body),
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
