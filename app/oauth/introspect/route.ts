/** Says to an app what a token of its own is (RFC 7662). */
import { needed } from "@/lib/domain/oauth/requests/form";
import { formEndpoint } from "@/lib/http/oauth/form-endpoint";
import { otherMethods } from "@/lib/http/other-methods";
import { introspectToken } from "@/lib/oauth/tokens/introspect";

export const POST = formEndpoint(false, ({ fields, client }) =>
  introspectToken(client, needed(fields, "token")),
);

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
