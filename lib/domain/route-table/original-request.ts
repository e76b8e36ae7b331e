/** The request that a gateway asks about, by the headers that gateways set. Shared by the gate and by what explains it. */

/** The headers from which the original request is read. */
export const ORIGINAL_REQUEST_HEADERS = [
  "x-forwarded-method",
  "x-original-method",
  "x-forwarded-uri",
  "x-original-uri",
  "x-original-url",
] as const;
type OriginalRequestHeader = (typeof ORIGINAL_REQUEST_HEADERS)[number];

export type OriginalRequest = { readonly method: string; readonly path: string };

/** Why the original request can't be told. */
export type OriginalRequestFault =
  | { readonly fault: "differ"; readonly first: string; readonly second: string }
  | { readonly fault: "no_whole_address" };

/**
 * The request that a gateway asks about: from `X-Forwarded-Method`/`-Uri` (Traefik, Caddy), `X-Original-Method`/`-URI`
 * (nginx, Envoy) or `X-Original-Method`/`-URL` (ingress-nginx, a whole address); without them, the question itself.
 * Where several came and differ there is none: a gateway sets one of them, and the other is then the client's own
 * claim. One without a value is as good as none: it is what a gateway sends whose variable is not set.
 * @param header the value of a header; undefined where it did not come
 */
export function originalRequest(
  header: (name: OriginalRequestHeader) => string | undefined,
  question: OriginalRequest,
): OriginalRequest | OriginalRequestFault {
  if (ORIGINAL_REQUEST_HEADERS.every((name) => header(name) === undefined)) {
    return { method: question.method, path: question.path };
  }
  const said = ORIGINAL_REQUEST_HEADERS.map((name): Said => [name, header(name)]);
  const url = header("x-original-url");
  const target = url === undefined ? undefined : targetOf(url);
  if (target === null) return { fault: "no_whole_address" };
  const method = agreed(said.filter(([name]) => name.endsWith("-method")));
  if (typeof method === "object") return method;
  const path = agreed([...said.filter(([name]) => name.endsWith("-uri")), ["x-original-url", target]]);
  if (typeof path === "object") return path;
  return { method: method ?? question.method, path: path ?? question.path };
}

type Said = readonly [name: OriginalRequestHeader, value: string | undefined];

function agreed(said: readonly Said[]): string | undefined | OriginalRequestFault {
  let [first, value]: [string, string | undefined] = ["", undefined];
  for (const [name, text] of said) {
    if (text === undefined || text === "") continue;
    if (value !== undefined && value !== text) return { fault: "differ", first, second: name };
    if (value === undefined) [first, value] = [name, text];
  }
  return value;
}

/**
 * A host and its port, and then the target. The host is the client's own (`$http_host`): were it to hold a `?` or `#`, the
 * path would seem to end before it begins.
 */
const WHOLE_ADDRESS = /^https?:\/\/[\w.~!$&'()*+;=%:[\]-]+(\/.*)$/i;

function targetOf(url: string): string | null {
  return WHOLE_ADDRESS.exec(url)?.[1] ?? null;
}
