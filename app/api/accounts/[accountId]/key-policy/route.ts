/** What an account allows its keys: read it, change it. */
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { updateKeyPolicy } from "@/lib/accounts/update-key-policy";
import { UpdateKeyPolicyBody } from "@/lib/contracts/key-policy";
import { accountRoute } from "@/lib/http/route";

export const GET = accountRoute({ handler: ({ ctx }) => getKeyPolicy(ctx) });

export const PUT = accountRoute({
  body: UpdateKeyPolicyBody,
  handler: ({ ctx, body }) => updateKeyPolicy(ctx, body),
});
