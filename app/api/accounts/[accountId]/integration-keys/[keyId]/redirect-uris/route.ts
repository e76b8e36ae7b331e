/** Where an app may have people sent back to: the list, read and set as a whole. */
import { RedirectUrisBody } from "@/lib/contracts/keys/app-credentials";
import { KeyParams } from "@/lib/contracts/keys/integration-keys";
import { otherMethods } from "@/lib/http/other-methods";
import { accountHandler } from "@/lib/http/handler";
import { listRedirectUris, setRedirectUris } from "@/lib/integration-keys/apps/redirect-uris";

export const GET = accountHandler({
  params: KeyParams,
  handler: ({ ctx, params }) => listRedirectUris(ctx, params.keyId),
});

export const PUT = accountHandler({
  params: KeyParams,
  body: RedirectUrisBody,
  handler: ({ ctx, params, body }) => setRedirectUris(ctx, { ...body, keyId: params.keyId }),
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
