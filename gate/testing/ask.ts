/** Requests to a gate, as a gateway or a resource server would send them. */
export type Headers = Readonly<Record<string, string>>;

/** Asks `/v1/authorize` with this key (null: none). `query` begins with its question mark. */
export function authorizeWith(
  gateUrl: string,
  secret: string | null,
  query = "",
  headers: Headers = {},
): Promise<Response> {
  return fetch(`${gateUrl}/v1/authorize${query}`, { headers: { ...bearer(secret), ...headers } });
}

/** Sends a request to another path of the gate. */
export function call(
  gateUrl: string,
  secret: string | null,
  path: string,
  init: { readonly method?: string; readonly headers?: Headers; readonly body?: string } = {},
): Promise<Response> {
  return fetch(gateUrl + path, { ...init, headers: { ...bearer(secret), ...init.headers } });
}

/** Asks `POST /v1/verify`. */
export function verifyWith(gateUrl: string, body: unknown): Promise<Response> {
  return call(gateUrl, null, "/v1/verify", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function bearer(secret: string | null): Headers {
  return secret === null ? {} : { authorization: `Bearer ${secret}` };
}
