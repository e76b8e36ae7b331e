/** Every address of the console that people can be sent to, by name. Pages link through these only. */
import type { Route } from "next";

import {
  organizationPath,
  organizationTransferPath,
  INVITATION_PATH,
  keyPath,
  keysPath,
  NEW_PASSWORD_LINK_PATH,
  NOTICES_PATH,
  SECURITY_PATH,
  supportAccountPath,
  transferPath,
  transfersPath,
} from "../domain/notices/console-paths";

type Query = Readonly<Record<string, string | undefined>>;

/**
 * The one cast: TypeScript can't prove that a joined string is a `Route`, and every caller below writes a path that a
 * folder of `app` serves (the browser tests open each of them). Empty query values are left out.
 */
function to(path: string, query: Query = {}): Route {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return (search.size > 0 ? `${path}?${search}` : path) as Route;
}

const account = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

/** The address that sends people on to where they work. */
export function homePage(): Route {
  return to("/");
}

/**
 * The address of the page to sign in on.
 * @param query `next`: a path of this site to come back to; `reason`: why the person has to sign in again
 */
export function signInPage(
  query: {
    readonly next?: string;
    readonly reason?: "ended" | "signed-out" | "new-password" | "again";
    /** The address of mail to begin with. */
    readonly email?: string;
  } = {},
): Route {
  return to("/sign-in", query);
}

/**
 * The address where a password that the operator chose is changed.
 * @param query `next`: a path of this site to go to afterwards
 */
export function newPasswordPage(query: { readonly next?: string } = {}): Route {
  return to("/new-password", query);
}

/** The address where somebody asks for a link to choose another password. */
export function forgottenPasswordPage(): Route {
  return to("/forgotten-password");
}

/** The address that such a link leads to; its token stands behind a `#`, which no server sees. */
export function newPasswordLinkPage(): Route {
  return to(NEW_PASSWORD_LINK_PATH);
}

/** The address that a mailed invitation leads to; its token stands behind a `#`. */
export function invitationPage(): Route {
  return to(INVITATION_PATH);
}

/** The address of the demo's mails. */
export function outboxPage(): Route {
  return to("/outbox");
}

export function apiInformationPage(accountId: string): Route {
  return to(`${account(accountId)}/api-information`);
}

/** The address of how far the account's keys are on their way to production. */
export function goLivePage(accountId: string): Route {
  return to(`${account(accountId)}/api-information/go-live`);
}

/** The address of the transfers from and to an account. */
export function transfersPage(accountId: string): Route {
  return to(transfersPath(accountId));
}

/** The address of a transfer, as one of its accounts sees it. */
export function transferPage(accountId: string, transferId: string): Route {
  return to(transferPath(accountId, transferId));
}

export function transferReceiptPage(accountId: string, transferId: string): Route {
  return to(`${transferPath(accountId, transferId)}/receipt`);
}

/**
 * The address of the account's list of keys.
 * @param filters `q`, `status`, `method`, `createdBy` as they stand in the URL
 */
export function keyListPage(accountId: string, filters: Query = {}): Route {
  return to(keysPath(accountId), filters);
}

/**
 * The address of the form of a new key.
 * @param prefill `name`, `scopes` (separated by spaces or commas), `expires`, `method`; fills the form, sends nothing
 */
export function newKeyPage(accountId: string, prefill: Query = {}): Route {
  return to(`${keysPath(accountId)}/new`, prefill);
}

/** The address of a key. @param query `tab` and what the tab keeps in the URL */
export function keyPage(accountId: string, keyId: string, query: Query = {}): Route {
  return to(keyPath(accountId, keyId), query);
}

/** The address of the explanation of a recorded call of a key. */
export function explainCallPage(accountId: string, keyId: string, callId: string): Route {
  return keyPage(accountId, keyId, { tab: "explain", call: callId });
}

/** The address of the form that makes a new key in place of this one. @param prefill `scopes`, separated by spaces */
export function replaceKeyPage(accountId: string, keyId: string, prefill: Query = {}): Route {
  return to(`${keyPath(accountId, keyId)}/replace`, prefill);
}

export function membersPage(accountId: string, query: Query = {}): Route {
  return to(`${account(accountId)}/members`, query);
}

/** The address where one leaves an account. */
export function leavePage(accountId: string): Route {
  return to(`${account(accountId)}/leave`);
}

/** The address of how safe the account is from losing those who manage it. */
export function continuityPage(accountId: string): Route {
  return to(`${account(accountId)}/continuity`);
}

/** The address of an organization, for its admins. */
export function organizationPage(organizationId: string): Route {
  return to(organizationPath(organizationId));
}

/** The address of a transfer, as the organization of the account that gives the app away sees it. */
export function organizationTransferPage(organizationId: string, transferId: string): Route {
  return to(organizationTransferPath(organizationId, transferId));
}

export function keyPolicyPage(accountId: string): Route {
  return to(`${account(accountId)}/key-policy`);
}

/** The address of the account's audit log. @param filters as they stand in the URL */
export function auditLogPage(accountId: string, filters: Query = {}): Route {
  return to(`${account(accountId)}/audit-log`, filters);
}

export function noticesPage(): Route {
  return to(NOTICES_PATH);
}

/** The address that a sentence of a notice leads to. @param path as lib/domain/notices/console-paths.ts made it */
export function noticeTarget(path: string): Route {
  return to(path);
}

export function securityPage(): Route {
  return to(SECURITY_PATH);
}

export function requestLoggingPage(): Route {
  return to("/you/request-logging");
}

/** The address of the apps that act for the person. */
export function connectedAppsPage(): Route {
  return to("/you/connected-apps");
}

/** The address where apps have people sent to, to be asked. */
export function authorizationPage(): Route {
  return to("/oauth/auth");
}

export function supportPage(query: Query = {}): Route {
  return to("/support", query);
}

/** The address of an account, for support. @param query `case`: the number of the case that it is looked at with */
export function supportAccountPage(accountId: string, query: Query = {}): Route {
  return to(supportAccountPath(accountId), query);
}

/** The address where support makes an account. */
export function newAccountPage(): Route {
  return to("/support/accounts/new");
}

/** The address of a person in all accounts, for support. */
export function supportPersonPage(userId: string): Route {
  return to(`/support/users/${encodeURIComponent(userId)}`);
}

export function supportCasePage(caseId: string): Route {
  return to(`/support/cases/${encodeURIComponent(caseId)}`);
}
