/** Paths of the console that are written outside of it: in notices and mails. Pages take theirs from lib/view/routes. */

export function keysPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/api-information/integration-keys`;
}

export function keyPath(accountId: string, keyId: string): string {
  return `${keysPath(accountId)}/${encodeURIComponent(keyId)}`;
}

export const NOTICES_PATH = "/you/notices";
