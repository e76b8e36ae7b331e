/** The create form's address: `?name=&method=&scopes=&expires=` fills the form in and never sends it. */
import { readKeyName } from "@/lib/domain/keys/key-name";
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from "@/lib/domain/keys/availability";
import { lifetimeText } from "@/lib/domain/keys/lifetime";
import type { Profile } from "@/lib/domain/people/profiles";
import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import { LONG_LIVED_SCOPES, readScopes, type Scope } from "@/lib/domain/keys/scopes";
import { listed } from "@/lib/domain/format/lists";
import { expiryAfter, expiryFault } from "../expiry/key-expiry";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const DAYS = /^(\d{1,4})d$/;
const NAMED_AT_MOST = 5;
const NAME_SHOWN_LENGTH = 40;

export type KeyPrefill = {
  readonly name: string;
  readonly method: AuthenticationMethod;
  readonly scopes: readonly Scope[];
  /** Null where the address names none that can be used: the policy's default is meant. */
  readonly expiresAt: string | null;
  /** What the address asked for and the form could not take over, in words. */
  readonly leftOut: readonly string[];
};

type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the address of the create form. Scopes are parted by spaces or commas and may have their Acrobat Sign names;
 * the expiry is an instant with its zone, or a number of days (`90d`).
 */
export function readKeyPrefill(
  search: SearchParams,
  facts: {
    readonly profile: Profile;
    readonly now: Date;
    readonly maximumLifetimeDays: number;
    /** Whether an OAuth app can be made here (R3). */
    readonly canBeApp: boolean;
  },
): KeyPrefill {
  const name = readName(valuesOf(search["name"])[0]);
  const method = readMethod(valuesOf(search["method"])[0], facts.canBeApp);
  const scopes = readScopeNames(valuesOf(search["scopes"]).join(" "), method.value, facts.profile);
  const expiry = readExpiry(valuesOf(search["expires"])[0], facts);
  return {
    name: name.value,
    method: method.value,
    scopes: scopes.value,
    expiresAt: expiry.value,
    leftOut: [...name.leftOut, ...method.leftOut, ...scopes.leftOut, ...expiry.leftOut],
  };
}

type Reading<T> = { readonly value: T; readonly leftOut: readonly string[] };

function readName(text: string | undefined): Reading<string> {
  if (!text) return { value: "", leftOut: [] };
  const reading = readKeyName(text);
  if (reading.ok) return { value: reading.name, leftOut: [] };
  return { value: "", leftOut: [`The name in the address was left out. ${reading.detail}`] };
}

function readMethod(text: string | undefined, canBeApp: boolean): Reading<AuthenticationMethod> {
  const method = AUTHENTICATION_METHODS.find((known) => known === text);
  if (text === undefined || text === "" || method === "long_lived")
    return { value: "long_lived", leftOut: [] };
  if (method === undefined) {
    return {
      value: "long_lived",
      leftOut: ["The method in the address was left out: it is neither long_lived nor oauth."],
    };
  }
  if (canBeApp) return { value: method, leftOut: [] };
  return {
    value: "long_lived",
    leftOut: [
      "The address asks for an OAuth app, which is created in a sandbox account and comes here through Go Live.",
    ],
  };
}

function readScopeNames(
  text: string,
  method: AuthenticationMethod,
  profile: Profile,
): Reading<readonly Scope[]> {
  const { scopes, unknown } = readScopes(text.split(/[\s,]+/).filter(Boolean));
  const isOffered = (scope: Scope) => method === "oauth" || LONG_LIVED_SCOPES.includes(scope);
  const oauthOnly = scopes.filter((scope) => !isOffered(scope));
  const offered = scopes.filter(isOffered);
  const beyond = offered.filter((scope) => !mayHold(profile, scope));
  const leftOut = [
    ...noticeOf(unknown, "The address names scopes that do not exist"),
    ...noticeOf(oauthOnly, "The address names scopes that only OAuth apps can hold"),
    ...noticeOf(beyond, "The address names scopes that your profile may not hold"),
  ];
  return { value: offered.filter((scope) => mayHold(profile, scope)), leftOut };
}

function noticeOf(names: readonly string[], what: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED_AT_MOST).map((name) => shorten(name));
  const rest = names.length - shown.length;
  return [`${what}: ${listed(rest > 0 ? [...shown, `${rest} more`] : shown)}.`];
}

function shorten(name: string): string {
  const characters = Array.from(name.replaceAll(/[\p{C}\u2028\u2029]/gu, "\u{FFFD}"));
  return characters.length > NAME_SHOWN_LENGTH
    ? `${characters.slice(0, NAME_SHOWN_LENGTH).join("")}…`
    : characters.join("");
}

function readExpiry(
  text: string | undefined,
  facts: { readonly now: Date; readonly maximumLifetimeDays: number },
): Reading<string | null> {
  if (!text) return { value: null, leftOut: [] };
  const days = DAYS.exec(text)?.[1];
  // A "+" of an offset that was not escaped arrives as a space.
  const instant = text.trim().replace(/ (\d{2}:\d{2})$/, "+$1");
  if (days === undefined && !INSTANT.test(instant)) {
    return {
      value: null,
      leftOut: [
        "The expiry in the address was left out: it is no instant with a zone, such as 2027-03-01T12:00:00Z, and no number of days, such as 90d.",
      ],
    };
  }
  const expiresAt = days === undefined ? new Date(instant) : expiryAfter(facts.now, Number(days));
  const fault = expiryFault(expiresAt, facts.now, facts.maximumLifetimeDays);
  if (fault !== null) {
    return {
      value: null,
      leftOut: [
        `The expiry in the address was left out. It must lie between now and ${lifetimeText(facts.maximumLifetimeDays)} from now.`,
      ],
    };
  }
  return { value: expiresAt.toISOString(), leftOut: [] };
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
