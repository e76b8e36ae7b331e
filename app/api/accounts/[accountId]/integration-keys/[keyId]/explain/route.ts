/** What the gate would answer to a request with this key, and why. Takes no secret. */
import { ExplainBody } from "@/lib/contracts/explain";
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { explainAccess } from "@/lib/integration-keys/explain";

export const POST = accountRoute({
  params: KeyParams,
  body: ExplainBody,
  handler: ({ ctx, params, body }) => explainAccess(ctx, { ...body, keyId: params.keyId }),
});
