/** Every page of the console, once: what is checked on all of them takes them from here. */
import {
  apiInformationPage,
  auditLogPage,
  connectedAppsPage,
  forgottenPasswordPage,
  goLivePage,
  invitationPage,
  keyListPage,
  keyPage,
  keyPolicyPage,
  leavePage,
  membersPage,
  newAccountPage,
  newKeyPage,
  newPasswordLinkPage,
  noticesPage,
  outboxPage,
  replaceKeyPage,
  requestLoggingPage,
  securityPage,
  supportAccountPage,
  supportPage,
} from "../../lib/addresses/pages";

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
  "keys on their way to production": ({ accountId }) => goLivePage(accountId),
  members: ({ accountId }) => membersPage(accountId),
  "leave account": ({ accountId }) => leavePage(accountId),
  "key policy": ({ accountId }) => keyPolicyPage(accountId),
  "audit log": ({ accountId }) => auditLogPage(accountId),
};

/** Pages of a person, in no account. */
export const OWN_PAGES: Readonly<Record<string, () => string>> = {
  notices: () => noticesPage(),
  "request logging": () => requestLoggingPage(),
  "connected apps": () => connectedAppsPage(),
  security: () => securityPage(),
};

/** Pages for somebody who is not signed in. */
export const OPEN_PAGES: Readonly<Record<string, () => string>> = {
  "forgotten password": () => forgottenPasswordPage(),
  "another password, without its link": () => newPasswordLinkPage(),
  "invitation, without its link": () => invitationPage(),
  outbox: () => outboxPage(),
};

/** Pages of support staff; a case's page is looked at in the story that opens one. */
export const SUPPORT_PAGES: Readonly<Record<string, (places: { readonly accountId: string }) => string>> = {
  support: () => supportPage({ q: "Acme" }),
  "support, closed cases": () => supportPage({ status: "closed" }),
  "support, new account": () => newAccountPage(),
  "support, account": ({ accountId }) => supportAccountPage(accountId),
};
