/** Which ways to a token an app has, in words. */
import type { AppGrant, GrantSetup, MissingPart } from "@/lib/domain/apps/grants";
import { listed } from "@/lib/domain/format/lists";

export const GRANT_LABELS: Record<AppGrant, string> = {
  code: "Authorization Code",
  jwt: "JWT Grant",
  implicit: "Implicit",
};

const USES: Record<AppGrant, string> = {
  code: "People sign in, and the app acts as them.",
  jwt: "A server acts for people who have consented once, without them.",
  implicit: "Tokens come through the browser's address. Outdated.",
};

const PARTS: Record<MissingPart, string> = {
  redirect_uri: "a redirect URI",
  client_secret: "a client secret",
  key_pair: "a key pair",
  impersonation: "the scope impersonation",
};

export type GrantWords = {
  readonly label: string;
  readonly use: string;
  readonly state: "Ready" | "Not ready" | "Off";
  /** What it lacks; null where it lacks nothing, or is off. */
  readonly lack: string | null;
};

/** A grant in words: what it is for, whether the app can use it, and what it still lacks. */
export function grantWords({ grant, state, missing }: GrantSetup): GrantWords {
  return {
    label: GRANT_LABELS[grant],
    use: USES[grant],
    state: state === "ready" ? "Ready" : state === "off" ? "Off" : "Not ready",
    lack: state === "incomplete" ? lackText(missing) : null,
  };
}

function lackText(missing: readonly MissingPart[]): string {
  const needs = `Needs ${listed(missing.map((part) => PARTS[part]))}.`;
  return missing.includes("impersonation")
    ? `${needs} The scopes of an app never change: create another app with it.`
    : needs;
}
