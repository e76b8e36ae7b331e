/**
 * What every answer of the console says where browsers reach it over TLS, files and redirects included: by its own
 * server, since the framework's settings do not reach all of them. Two years are the least that preload lists take.
 */
export function transportSecurity(publicAddress: URL): Record<string, string> {
  if (publicAddress.protocol !== "https:") return {};
  return { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" };
}
