/** What the gate would answer to a request with this key, and why. Takes no secret. */
import { ExplainBody } from "@/lib/contracts/keys/explain";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { explainAccess } from "@/lib/integration-keys/explain/explain";

export const POST = accountHandler({
  params: KeyParams,
  body: ExplainBody,
  handler: ({ ctx, params, body }) => explainAccess(ctx, { ...body, keyId: params.keyId }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
