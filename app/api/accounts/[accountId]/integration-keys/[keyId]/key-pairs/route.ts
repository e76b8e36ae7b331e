/** RSA key pairs of an app: the list, and a new one, generated or uploaded. */
import { AddKeyPairBody } from "@/lib/contracts/keys/app-credentials";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { addKeyPair } from "@/lib/integration-keys/apps/add-key-pair";
import { listKeyPairs } from "@/lib/integration-keys/apps/list-credentials";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listKeyPairs(ctx, params.keyId),
});

export const POST = accountHandler({
  params: KeyParams,
  body: AddKeyPairBody,
  status: 201,
  handler: ({ ctx, params, body, request }) =>
    addKeyPair(ctx, {
      ...body,
      keyId: params.keyId,
      idempotencyKey: readIdempotencyKey(request),
    }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
