/** Who calls in vain with a key that has ended, or in the wrong environment. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { listKnocks } from "@/lib/integration-keys/knocks";

export const GET = accountRoute({
  params: KeyParams,
  handler: ({ ctx, params }) => listKnocks(ctx, params.keyId),
});
