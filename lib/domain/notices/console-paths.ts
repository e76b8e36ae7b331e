/** Paths of the console that are written outside of it: in notices and mails. Pages take theirs from lib/addresses. */

export function apiInformationPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/api-information`;
}

export function auditLogPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/audit-log`;
}

export function membersPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/members`;
}

export function supportAccountPath(accountId: string): string {
  return `/support/accounts/${encodeURIComponent(accountId)}`;
}

export function continuityPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/continuity`;
}

export function keysPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/api-information/integration-keys`;
}

export function keyPath(accountId: string, keyId: string): string {
  return `${keysPath(accountId)}/${encodeURIComponent(keyId)}`;
}

export const NOTICES_PATH = "/you/notices";
export const SECURITY_PATH = "/you/security";
export const INVITATION_PATH = "/invitation";

export function organizationPath(organizationId: string): string {
  return `/organizations/${encodeURIComponent(organizationId)}`;
}
export const NEW_PASSWORD_LINK_PATH = "/forgotten-password/new";

export function transfersPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/api-information/transfers`;
}

/** A transfer as the source's organization sees it. */
export function organizationTransferPath(organizationId: string, transferId: string): string {
  return `${organizationPath(organizationId)}/transfers/${encodeURIComponent(transferId)}`;
}

export function transferPath(accountId: string, transferId: string): string {
  return `${transfersPath(accountId)}/${encodeURIComponent(transferId)}`;
}
