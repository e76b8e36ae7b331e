/** Ends a token that an app gives back (RFC 7009). */
import { needed } from "@/lib/domain/oauth/requests/form";
import { formEndpoint, preflight } from "@/lib/http/oauth/form-endpoint";
import { otherMethods } from "@/lib/http/other-methods";
import { revokeToken } from "@/lib/oauth/tokens/revoke-token";

export const POST = formEndpoint(true, async ({ fields, client }) => {
  await revokeToken(client, needed(fields, "token"));
  return null;
});

export const OPTIONS = preflight("POST");

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
