/** A new key in place of this one, with an overlap. */
import { KeyParams, ReplaceKeyBody } from "@/lib/contracts/keys/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { replaceIntegrationKey } from "@/lib/integration-keys/keys/making/replace";

export const POST = accountHandler({
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

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
