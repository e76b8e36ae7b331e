/** When the scopes of a key were last used. */
import { KeyParams } from "@/lib/contracts/integration-keys";
import { accountRoute } from "@/lib/http/route";
import { listScopeUses } from "@/lib/integration-keys/scope-uses";

export const GET = accountRoute({
  params: KeyParams,
  handler: ({ ctx, params }) => listScopeUses(ctx, params.keyId),
});
