/** Issues the secret of a long-lived key that Go Live made in production. */
import { IssueKeyBody, KeyParams } from "@/lib/contracts/keys/integration-keys";
import { readIdempotencyKey } from "@/lib/http/idempotency-key";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { issueIntegrationKey } from "@/lib/integration-keys/keys/making/issue";

export const POST = accountHandler({
  params: KeyParams,
  body: IssueKeyBody,
  status: 201,
  handler: ({ ctx, params, body, request }) =>
    issueIntegrationKey(ctx, {
      ...body,
      keyId: params.keyId,
      idempotencyKey: readIdempotencyKey(request),
    }),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
