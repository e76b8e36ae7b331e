/** When the scopes of a key were last used. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listScopeUses } from "@/lib/integration-keys/calls/scope-uses";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listScopeUses(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
