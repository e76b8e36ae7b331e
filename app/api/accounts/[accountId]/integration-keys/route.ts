/** Integration keys of an account: the list, and a new one. */
import { CreateKeyBody, KeyListQuery } from "@/lib/contracts/keys/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { createIntegrationKey } from "@/lib/integration-keys/keys/making/create";
import { listIntegrationKeys } from "@/lib/integration-keys/keys/reading/list";

export const GET = accountHandler({
  query: KeyListQuery,
  handler: ({ ctx, query }) => listIntegrationKeys(ctx, query),
});

export const POST = accountHandler({
  body: CreateKeyBody,
  status: 201,
  handler: ({ ctx, body, request }) =>
    createIntegrationKey(ctx, { ...body, idempotencyKey: readIdempotencyKey(request) }),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
