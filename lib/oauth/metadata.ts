import { GRANT_TYPES } from "../domain/oauth/requests/token-request";
import { SCOPE_CATALOGUE } from "../domain/keys/scopes";
import { oauthIssuer } from "../platform/settings/env";

const CONFIDENTIAL = ["client_secret_basic", "client_secret_post"] as const;

/** What the authorization server is and takes (RFC 8414): the same JSON at both well-known addresses (WIRE-FACTS 9). */
export function oauthMetadata() {
  const issuer = oauthIssuer();
  const at = (name: string) => `${issuer}/oauth/${name}`;
  return {
    issuer,
    authorization_endpoint: at("auth"),
    token_endpoint: at("token"),
    userinfo_endpoint: at("userinfo"),
    revocation_endpoint: at("revoke"),
    introspection_endpoint: at("introspect"),
    end_session_endpoint: at("logout"),
    scopes_supported: ["openid", "profile", "email", ...SCOPE_CATALOGUE.map(({ name }) => name)],
    response_types_supported: ["code", "token"],
    response_modes_supported: ["query", "fragment"],
    grant_types_supported: [...GRANT_TYPES, "implicit"],
    subject_types_supported: ["public"],
    prompt_values_supported: ["none", "login", "consent", "select_account"],
    token_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    revocation_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    introspection_endpoint_auth_methods_supported: CONFIDENTIAL,
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  };
}
