import { getPublicSuffix } from "tldts";

/**
 * Whether anybody may register names below this domain, by the Public Suffix List as it came with the package: `com`,
 * `co.uk`, and suffixes of private registries such as `github.io`. Nothing is fetched.
 * @param domain in ASCII and lower case, without a dot at its end
 */
export function isPublicSuffix(domain: string): boolean {
  return getPublicSuffix(domain, { allowPrivateDomains: true, validateHostname: false }) === domain;
}
