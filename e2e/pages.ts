/** Every page of the console, once: what is checked on all of them takes them from here. */
import {
  apiInformationPage,
  auditLogPage,
  keyListPage,
  keyPage,
  keyPolicyPage,
  membersPage,
  newKeyPage,
  noticesPage,
  replaceKeyPage,
  securityPage,
  supportAccountPage,
  supportPage,
} from "../lib/view/routes";

export type Places = { readonly accountId: string; readonly keyId: string };

/** Pages of an account, for an admin of it. */
export const ACCOUNT_PAGES: Readonly<Record<string, (places: Places) => string>> = {
  "API Information": ({ accountId }) => apiInformationPage(accountId),
  "key list": ({ accountId }) => keyListPage(accountId),
  "key list, filtered to nothing": ({ accountId }) => keyListPage(accountId, { q: "no key is called so" }),
  "new key": ({ accountId }) => newKeyPage(accountId),
  "replace key": ({ accountId, keyId }) => replaceKeyPage(accountId, keyId),
  "key, overview": ({ accountId, keyId }) => keyPage(accountId, keyId),
  "key, usage": ({ accountId, keyId }) => keyPage(accountId, keyId, { tab: "usage" }),
  "key, calls": ({ accountId, keyId }) => keyPage(accountId, keyId, { tab: "calls" }),
  "key, activity": ({ accountId, keyId }) => keyPage(accountId, keyId, { tab: "activity" }),
  "key, explain access": ({ accountId, keyId }) => keyPage(accountId, keyId, { tab: "explain" }),
  "key, a refusal explained": ({ accountId, keyId }) =>
    keyPage(accountId, keyId, {
      tab: "explain",
      method: "POST",
      path: "/agreements",
      scopes: "users:write",
      address: "10.0.0.9",
    }),
  members: ({ accountId }) => membersPage(accountId),
  "key policy": ({ accountId }) => keyPolicyPage(accountId),
  "audit log": ({ accountId }) => auditLogPage(accountId),
};

/** Pages of a person, in no account. */
export const OWN_PAGES: Readonly<Record<string, () => string>> = {
  notices: () => noticesPage(),
  security: () => securityPage(),
};

/** Pages of support staff; a case's page is looked at in the story that opens one. */
export const SUPPORT_PAGES: Readonly<Record<string, (places: { readonly accountId: string }) => string>> = {
  support: () => supportPage({ q: "Acme" }),
  "support, closed cases": () => supportPage({ status: "closed" }),
  "support, account": ({ accountId }) => supportAccountPage(accountId),
};
