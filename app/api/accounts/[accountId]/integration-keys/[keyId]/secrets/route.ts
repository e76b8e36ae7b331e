/** Client secrets of an app: the list, and a new one, whose value is in this one answer. */
import { AddSecretBody } from "@/lib/contracts/keys/app-credentials";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { addClientSecret } from "@/lib/integration-keys/apps/add-secret";
import { listClientSecrets } from "@/lib/integration-keys/apps/list-credentials";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listClientSecrets(ctx, params.keyId),
});

export const POST = accountHandler({
  params: KeyParams,
  body: AddSecretBody,
  status: 201,
  handler: ({ ctx, params, body, request }) =>
    addClientSecret(ctx, {
      ...body,
      keyId: params.keyId,
      idempotencyKey: readIdempotencyKey(request),
    }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
