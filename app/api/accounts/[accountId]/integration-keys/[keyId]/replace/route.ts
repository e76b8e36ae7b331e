/** A new key in place of this one, with an overlap. */
import { KeyParams, ReplaceKeyBody } from "@/lib/contracts/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { accountRoute } from "@/lib/http/route";
import { replaceIntegrationKey } from "@/lib/integration-keys/replace";

export const POST = accountRoute({
  params: KeyParams,
  body: ReplaceKeyBody,
  status: 201,
  handler: ({ ctx, params, body, request }) =>
    replaceIntegrationKey(ctx, {
      ...body,
      keyId: params.keyId,
      idempotencyKey: readIdempotencyKey(request),
    }),
});
