/** The mail domain of an address, as claims have it: what stands behind the last `@`. */
export function mailDomainOf(address: string, toAscii: (domain: string) => string): string {
  return toAscii(address.slice(address.lastIndexOf("@") + 1)).toLowerCase();
}
