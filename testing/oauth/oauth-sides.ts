/** The same questions to two authorization servers: ours, and `oidc-provider`, which others have read the RFCs for. */
export const ENDPOINTS = ["token", "revocation", "introspection"] as const;
export type EndpointName = (typeof ENDPOINTS)[number];

export type SideClient = { readonly id: string; readonly secret: string };
export type Fields = Readonly<Record<string, string>>;

export type Side = {
  /** Two apps that keep a secret. */
  readonly client: SideClient;
  readonly other: SideClient;
  readonly redirectUri: string;
  /** What was granted, less than that, and more. */
  readonly scopes: { readonly granted: string; readonly fewer: string; readonly more: string };
  /** A code of the first app. @param challenge of PKCE, by S256 */
  readonly code: (challenge?: string) => Promise<string>;
  readonly send: (endpoint: EndpointName, request: Request) => Promise<Response>;
  /** What a browser is answered that nobody is signed in to: a page, the question who it is, or an error for the app. */
  readonly authorize: (fields: URLSearchParams) => Promise<string>;
};

/** `Basic` of an app. */
export function basicOf({ id, secret }: SideClient): string {
  return `Basic ${btoa(`${id}:${secret}`)}`;
}

/** A request with a form, as clients send it. @param form fields, or a body as it is */
export function formRequest(
  form: Fields | string,
  authorization: string | null,
  type = "application/x-www-form-urlencoded",
): Request {
  return new Request("http://127.0.0.1/", {
    method: "POST",
    body: typeof form === "string" ? form : new URLSearchParams(form).toString(),
    headers: { "Content-Type": type, ...(authorization === null ? {} : { Authorization: authorization }) },
  });
}

/** Where a browser is sent, in a word. @param location null for a page */
export function answerOf(location: string | null): string {
  if (location === null) return "a page";
  const url = new URL(location, "http://127.0.0.1");
  const error = url.searchParams.get("error") ?? new URLSearchParams(url.hash.slice(1)).get("error");
  return error ?? "who is it?";
}
