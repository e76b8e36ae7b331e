import type { Environment } from "../people/profiles";
import type { CredentialsAfter } from "./transfer";

/** What a transfer is about, as both sides read it. */
export type StatementFacts = {
  readonly clientId: string;
  readonly keyName: string;
  readonly environment: Environment;
  readonly source: { readonly accountId: string; readonly name: string };
  readonly destination: { readonly accountId: string; readonly name: string };
  readonly credentials: CredentialsAfter;
  readonly reason: string;
};

/**
 * The exact text that both sides confirm. Everything that a transfer does is in it, names and ids, so that another
 * transfer never has the same text.
 */
export function transferStatement(facts: StatementFacts): string {
  const { source, destination } = facts;
  return [
    `The integration key ${quoted(facts.keyName)} with the GUID ${facts.clientId} (${facts.environment}) is moved from the management account ${quoted(source.name)} (${source.accountId}) to the management account ${quoted(destination.name)} (${destination.accountId}).`,
    `From then on the admins of ${quoted(destination.name)} manage it, and those of ${quoted(source.name)} do not.`,
    facts.credentials === "keep"
      ? "Its GUID, client secrets, key pairs and redirect URIs stay as they are."
      : "Its GUID and redirect URIs stay as they are. All of its client secrets and key pairs are revoked.",
    `Its calls and usage history stay with it. The limits of ${quoted(destination.name)} hold from the first call on.`,
    `Reason: ${quoted(facts.reason)}`,
  ].join("\n");
}

/** As JSON writes it, so that no name or reason can look like another part of the text. */
const quoted = (text: string) => JSON.stringify(text);
