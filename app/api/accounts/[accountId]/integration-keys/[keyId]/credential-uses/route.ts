/** How each credential of an app is used, and since when it is quiet. */
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { accountHandler } from "@/lib/http/handler";
import { otherMethods } from "@/lib/http/other-methods";
import { listCredentialUses } from "@/lib/integration-keys/apps/credential-uses";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listCredentialUses(ctx, params.keyId),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
