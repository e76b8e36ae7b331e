/** What a consent page says of the asked scopes: each in words, with what it opens of this app. */
import { scopeEntry, type Scope } from "../keys/scopes";
import { mayHold } from "../keys/scope-ceiling";
import type { Profile } from "../people/profiles";
import { isIdentityName, tokenScopes, type GrantName } from "./asked-scopes";

export type ConsentLine = {
  readonly name: GrantName;
  readonly sentence: string;
  /** What it lets the app gain beyond what it says. */
  readonly warning: string | null;
  /** Of `signature`: what it opens within the app's ceiling. */
  readonly opened: readonly Scope[];
  readonly isNew: boolean;
};

const IDENTITY_SENTENCE = "Know your name and your address of mail";

/** What the catalogue says to whoever sets an app up, said to the person whom it is about. */
const TO_THE_PERSON: Partial<Record<Scope, { readonly sentence: string; readonly warning: string }>> = {
  extended: {
    sentence: "Renew its access without asking you again",
    warning: "Its access lasts until you take it back.",
  },
  impersonation: {
    sentence: "Act for you while you are not there",
    warning: "It needs nothing more of you, until you take it back.",
  },
};

/** The lines in the order in which they were asked; what says who somebody is, is one line. */
export function consentLines(
  names: readonly GrantName[],
  newNames: readonly GrantName[],
  appScopes: readonly Scope[],
): ConsentLine[] {
  const lines: ConsentLine[] = [];
  for (const name of names) {
    if (isIdentityName(name) && lines.some((line) => isIdentityName(line.name))) continue;
    lines.push(lineOf(name, newNames.includes(name), appScopes));
  }
  return lines;
}

/** What the catalogue says to an admin who lets an app act for others. */
const TO_THE_ADMIN: Partial<Record<Scope, { readonly sentence: string; readonly warning: string }>> = {
  extended: {
    sentence: "Renew its access without asking anybody again",
    warning: "Its access lasts until an admin takes it back.",
  },
  impersonation: {
    sentence: "Act for people while they are not there",
    warning: "It needs nothing more of anybody, until an admin takes it back.",
  },
};

/** The same of what an organization's admin is asked to allow for its people: what says who somebody is, is no line of it. */
export function organizationLines(names: readonly GrantName[], appScopes: readonly Scope[]): ConsentLine[] {
  return names.flatMap((name): ConsentLine[] =>
    isIdentityName(name) ? [] : [{ ...lineOf(name, true, appScopes), ...TO_THE_ADMIN[name] }],
  );
}

function lineOf(name: GrantName, isNew: boolean, appScopes: readonly Scope[]): ConsentLine {
  if (isIdentityName(name)) return { name, sentence: IDENTITY_SENTENCE, warning: null, opened: [], isNew };
  const { sentence, warning } = TO_THE_PERSON[name] ?? scopeEntry(name);
  const opened = name === "signature" ? tokenScopes([name], appScopes).filter((scope) => scope !== name) : [];
  return { name, sentence, warning, opened, isNew };
}

/** What an app asks for and a person with this profile may not do, so that the app may not either (R6). */
export function beyondProfile(
  names: readonly GrantName[],
  appScopes: readonly Scope[],
  profile: Profile,
): Scope[] {
  return tokenScopes(names, appScopes).filter(
    (scope) => scopeEntry(scope).group !== "OAuth" && !mayHold(profile, scope),
  );
}
