/** Integration keys of an account: the list, and a new one. */
import { CreateKeyBody, KeyListQuery } from "@/lib/contracts/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { accountRoute } from "@/lib/http/route";
import { createIntegrationKey } from "@/lib/integration-keys/create";
import { listIntegrationKeys } from "@/lib/integration-keys/list";

export const GET = accountRoute({
  query: KeyListQuery,
  handler: ({ ctx, query }) => listIntegrationKeys(ctx, query),
});

export const POST = accountRoute({
  body: CreateKeyBody,
  status: 201,
  handler: ({ ctx, body, request }) =>
    createIntegrationKey(ctx, { ...body, idempotencyKey: readIdempotencyKey(request) }),
});
