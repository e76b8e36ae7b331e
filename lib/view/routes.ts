/** Every address of the console that people can be sent to, by name. Pages link through these only. */
import type { Route } from "next";

import { keyPath, keysPath, NOTICES_PATH } from "../domain/console-paths";

type Query = Readonly<Record<string, string | undefined>>;

/**
 * The one cast: TypeScript can't prove that a joined string is a route, and every caller below writes a path that a
 * folder of `app` serves (the browser tests open each of them). Empty query values are left out.
 */
function to(path: string, query: Query = {}): Route {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return (search.size > 0 ? `${path}?${search}` : path) as Route;
}

const account = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

/** Sends people on to where they work. */
export function homePage(): Route {
  return to("/");
}

/** @param query `next`: a path of this site to come back to; `reason`: why the person has to sign in again */
export function signInPage(
  query: { readonly next?: string; readonly reason?: "ended" | "signed-out" } = {},
): Route {
  return to("/sign-in", query);
}

export function apiInformationPage(accountId: string): Route {
  return to(`${account(accountId)}/api-information`);
}

/** @param filters `q`, `status`, `method`, `createdBy` as they stand in the URL */
export function keyListPage(accountId: string, filters: Query = {}): Route {
  return to(keysPath(accountId), filters);
}

/** @param prefill `name`, `scopes` (separated by spaces or commas), `expires`, `method`; fills the form, sends nothing */
export function newKeyPage(accountId: string, prefill: Query = {}): Route {
  return to(`${keysPath(accountId)}/new`, prefill);
}

/** @param query `tab` and what the tab keeps in the URL */
export function keyPage(accountId: string, keyId: string, query: Query = {}): Route {
  return to(keyPath(accountId, keyId), query);
}

/** The form that makes a new key in place of this one. @param prefill `scopes`, separated by spaces */
export function replaceKeyPage(accountId: string, keyId: string, prefill: Query = {}): Route {
  return to(`${keyPath(accountId, keyId)}/replace`, prefill);
}

export function membersPage(accountId: string, query: Query = {}): Route {
  return to(`${account(accountId)}/members`, query);
}

export function keyPolicyPage(accountId: string): Route {
  return to(`${account(accountId)}/key-policy`);
}

/** @param filters as they stand in the URL */
export function auditLogPage(accountId: string, filters: Query = {}): Route {
  return to(`${account(accountId)}/audit-log`, filters);
}

export function noticesPage(): Route {
  return to(NOTICES_PATH);
}

/** Where a notice leads. @param path as lib/domain/console-paths.ts made it */
export function noticeTarget(path: string): Route {
  return to(path);
}

export function securityPage(): Route {
  return to("/you/security");
}

export function supportPage(query: Query = {}): Route {
  return to("/support", query);
}

export function supportAccountPage(accountId: string): Route {
  return to(`/support/accounts/${encodeURIComponent(accountId)}`);
}

export function supportCasePage(caseId: string): Route {
  return to(`/support/cases/${encodeURIComponent(caseId)}`);
}
