/** What people are told when support, or the operator's setting, has decided on a step of a key's way to production. */
import { exactDay } from "../format/dates";
import { keyPath } from "./console-paths";
import type { Notice, NoticeLine } from "./notice";

type NamedKey = { readonly id: string; readonly accountId: string; readonly name: string };

/** Support has passed a review, or has not. @param caseId names the event */
export function reviewDecided(
  caseId: string,
  key: NamedKey,
  decision: { readonly validUntil: Date } | { readonly reason: string },
): Notice {
  const isPassed = "validUntil" in decision;
  return {
    kind: "go_live_decided",
    accountId: key.accountId,
    eventKey: `go_live_decided:${caseId}`,
    subject: isPassed ? `The review of ${key.name} is passed` : `The review of ${key.name} is not passed`,
    lines: isPassed
      ? [
          goLiveLine(
            key,
            `: support has passed its review, which is good until ${exactDay(decision.validUntil)}.`,
          ),
          { link: null, text: "Request its migration to production before that." },
        ]
      : [
          goLiveLine(key, ": support has not passed its review."),
          { link: null, text: `Support says: ${decision.reason}` },
          { link: null, text: "See to that, and request a review again." },
        ],
  };
}

/**
 * What somebody asked of support for a key was taken back by somebody else, or ended with the key.
 * @param why who took it back, or what ended the key, as a sentence
 */
export function requestWithdrawn(
  caseId: string,
  key: NamedKey,
  step: "review" | "migration",
  why: string,
): Notice {
  const what = step === "review" ? "review" : "migration to production";
  return {
    kind: "go_live_decided",
    accountId: key.accountId,
    eventKey: `go_live_decided:${caseId}`,
    subject: `The request for the ${what} of ${key.name} is withdrawn`,
    lines: [goLiveLine(key, `: support decides no more on its ${what}.`), { link: null, text: why }],
  };
}

/** Support has declined to take a key to production. */
export function migrationDeclined(caseId: string, key: NamedKey, reason: string): Notice {
  return {
    kind: "go_live_decided",
    accountId: key.accountId,
    eventKey: `go_live_decided:${caseId}`,
    subject: `The migration of ${key.name} to production is declined`,
    lines: [
      goLiveLine(key, ": support has declined its migration to production."),
      { link: null, text: `Support says: ${reason}` },
      { link: null, text: "See to that, and request the migration again." },
    ],
  };
}

/**
 * A key is in production.
 * @param key the production copy
 * @param note support's word to it
 */
export function keyIsLive(key: NamedKey, productionAccount: string, note: string | null): Notice {
  return {
    kind: "go_live_decided",
    accountId: key.accountId,
    eventKey: `go_live_decided:${key.id}`,
    subject: `${key.name} is live in ${productionAccount}`,
    lines: [
      {
        link: { label: key.name, path: keyPath(key.accountId, key.id) },
        text: ` is in production, with the GUID that it has in the sandbox and nothing to sign in with yet.`,
      },
      ...(note === null ? [] : [{ link: null, text: `Support says: ${note}` }]),
      { link: null, text: "Give it there what it needs: its page lists what has to be set again." },
    ],
  };
}

function goLiveLine({ id, accountId, name }: NamedKey, text: string): NoticeLine {
  return { link: { label: name, path: `${keyPath(accountId, id)}?tab=go-live` }, text };
}
