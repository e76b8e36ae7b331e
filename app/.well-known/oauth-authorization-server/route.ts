/** What the authorization server is and takes (RFC 8414). */
import { otherMethods } from "@/lib/http/other-methods";
import { preflight } from "@/lib/http/oauth/form-endpoint";
import { publicDocument } from "@/lib/http/oauth/public-document";
import { oauthMetadata } from "@/lib/oauth/metadata";

// Made at each request: it names the address of the settings, which a build does not know.
export const dynamic = "force-dynamic";

export const GET = publicDocument(oauthMetadata);

export const OPTIONS = preflight("GET");

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
