/** Gives tokens to apps: for a code, a refresh token, or a signed assertion. */
import { formEndpoint, preflight } from "@/lib/http/oauth/form-endpoint";
import { otherMethods } from "@/lib/http/other-methods";
import { grantToken } from "@/lib/oauth/tokens/grant";

export const POST = formEndpoint(true, ({ fields, client }) => grantToken(client, fields));

export const OPTIONS = preflight("POST");

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
