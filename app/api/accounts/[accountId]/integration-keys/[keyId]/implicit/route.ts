/** The Implicit switch of an app. */
import { ImplicitBody } from "@/lib/contracts/keys/app-credentials";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { setImplicit } from "@/lib/integration-keys/apps/set-implicit";

export const PUT = accountHandler({
  params: KeyParams,
  body: ImplicitBody,
  handler: async ({ ctx, params, body }) => ({
    key: await setImplicit(ctx, { ...body, keyId: params.keyId }),
  }),
});

export const { GET, POST, PATCH, DELETE } = otherMethods("PUT");
