/** Who called with a key in the last 24 hours. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { listCallers } from "@/lib/integration-keys/callers";

export const GET = accountRoute({
  params: KeyParams,
  handler: ({ ctx, params }) => listCallers(ctx, params.keyId),
});
