/**
 * The API as a protected resource (RFC 9728), and which requests a token is for that was asked for with a `resource`
 * (RFC 8707, MCP authorization). Addresses are compared as RFC 3986 normalises them: scheme and host without regard to
 * case, without the usual port, with or without a slash at the end. Nothing that a client sends says where the API is.
 */
import { readPath } from "../route-table/route-path";
import { maskSecrets } from "../secrets/secrets-in-text";
import { readUrl } from "../read-url";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** An origin, and the segments of a path as they are written. */
type Address = { readonly origin: string; readonly segments: readonly string[] };

/**
 * True where a token with this resource is for the request. A resource covers what is below it, by whole segments: `/mcp`
 * covers `/mcp` and `/mcp/tools`, and neither `/mcpx` nor a path that services read differently. One that names the whole
 * API, or what is above it, covers every request; one with a query covers none, since the gate sees no queries.
 * @param apiUrl where clients reach the API; null where the gate was not told: then nobody knows that the token is for it
 * @param path of the request, with or without the path of `apiUrl`, which gateways may have taken off
 */
export function isForResource(resource: string, apiUrl: string | null, path: string): boolean {
  const named = readAddress(resource);
  const api = apiUrl === null ? null : readAddress(apiUrl);
  if (!named || !api || named.origin !== api.origin) return false;
  if (isAtOrBelow(api.segments, named.segments)) return true;
  const asked = segmentsOf(path);
  if (!asked) return false;
  const whole = isAtOrBelow(asked, api.segments) ? asked : [...api.segments, ...asked];
  return isAtOrBelow(whole, named.segments);
}

/**
 * True where a token for the asked resource is no more than what was authorized: the same one, a part of it, or any where
 * none was named. Clients of MCP ask for the API by a challenge, and for its part by its well-known address.
 */
export function isWithinResource(asked: string | null, authorized: string | null): boolean {
  if (asked === null || authorized === null || asked === authorized) return true;
  const [part, whole] = [readAddress(asked), readAddress(authorized)];
  return part !== null && whole?.origin === part.origin && isAtOrBelow(part.segments, whole.segments);
}

/**
 * The resource that a well-known address speaks of, without a slash at its end; null where it is none of this API.
 * @param rest what stands behind `/.well-known/oauth-protected-resource`: nothing for the API itself
 */
export function resourceAt(apiUrl: string, rest: string): string | null {
  const api = readAddress(apiUrl);
  if (!api) return null;
  if (rest === "") return addressText(api);
  const segments = maskSecrets(rest) === rest ? segmentsOf(rest) : null;
  return segments && isAtOrBelow(segments, api.segments) ? addressText({ ...api, segments }) : null;
}

/** Where clients read of the API as a resource (RFC 9728 section 3.1); null for what is no address. */
export function resourceMetadataUrl(apiUrl: string): string | null {
  const api = readAddress(apiUrl);
  return api && api.origin + WELL_KNOWN + pathText(api.segments);
}

function readAddress(text: string): Address | null {
  const url = readUrl(text);
  const segments = url?.search === "" ? segmentsOf(url.pathname) : null;
  return url && segments && { origin: url.origin, segments };
}

function segmentsOf(path: string): readonly string[] | null {
  return readPath(path)?.map(({ raw }) => raw) ?? null;
}

function isAtOrBelow(segments: readonly string[], above: readonly string[]): boolean {
  return above.every((segment, index) => segments[index] === segment);
}

function addressText({ origin, segments }: Address): string {
  return origin + pathText(segments);
}

function pathText(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment}`).join("");
}
