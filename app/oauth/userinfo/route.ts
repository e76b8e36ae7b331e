/** Says whom an access token stands for. */
import { bearerEndpoint } from "@/lib/http/oauth/bearer-endpoint";
import { preflight } from "@/lib/http/oauth/form-endpoint";
import { otherMethods } from "@/lib/http/other-methods";
import { readUserInfo } from "@/lib/oauth/tokens/user-info";

export const GET = bearerEndpoint(readUserInfo);
export const POST = bearerEndpoint(readUserInfo);

export const OPTIONS = preflight("GET", "POST");

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
