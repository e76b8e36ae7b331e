/** Reads what an address of help is filled in with. Anybody may have written it: only what has its form is shown. */
import { isLoopbackUri, readRedirectUri } from "../apps/redirect-uri";
import { count } from "../format/numbers";
import { readAskedScopes, scopeText } from "./asked-scopes";
import { consentAddress } from "./consent-required";

type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The address on which a person allows the app that was refused; null where the details do not tell all of it. */
export function readConsentAddress(issuer: string, search: Search): string | null {
  const { client_id: clientId, scope, redirect_uri: uri } = search;
  if (typeof clientId !== "string" || !GUID.test(clientId)) return null;
  if (typeof scope !== "string" || typeof uri !== "string") return null;
  const asked = readAskedScopes(scope);
  const redirect = readRedirectUri(uri);
  if (!asked.ok || asked.names.length === 0 || !(redirect.ok || isLoopbackUri(uri))) return null;
  return consentAddress(issuer, { client_id: clientId, scope: scopeText(asked.names), redirect_uri: uri });
}

/** How far off the assertion's times were, in a sentence; null where the details do not say. */
export function readClockSentence({ ended, begins, ends }: Search): string | null {
  const [past, start, end] = [ended, begins, ends].map(readSeconds);
  if (past) {
    return `The assertion ended ${past} ago. If it was made just now for an hour, the clock that it was made by is behind by that and an hour.`;
  }
  if (start) {
    return `The assertion is for a time that begins in ${start}. If it was made just now, the clock that it was made by is ahead by so much.`;
  }
  if (end) {
    return `The assertion ends in ${end}. At most a day ahead is taken: its exp is in milliseconds, or the clock that it was made by is ahead.`;
  }
  return null;
}

function readSeconds(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" && /^[1-9]\d{0,14}$/.test(value) ? count(Number(value), "second") : null;
}
