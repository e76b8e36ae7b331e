/** What the record says about the end of a key; null for a key that has not ended. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { readRevocationReceipt } from "@/lib/integration-keys/revocation-receipt";

export const GET = accountRoute({
  params: KeyParams,
  handler: ({ ctx, params }) => readRevocationReceipt(ctx, params.keyId),
});
