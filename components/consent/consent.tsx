"use client";

import { useState } from "react";

import { Callout } from "@/components/ui/callout";
import { RadioGroup } from "@/components/ui/fields/choice";
import type { GrantName } from "@/lib/domain/oauth/asked-scopes";
import { beyondProfile, type ConsentLine } from "@/lib/domain/oauth/consent-lines";
import type { Scope } from "@/lib/domain/keys/scopes";
import type { Environment, Profile } from "@/lib/domain/people/profiles";

import { ConsentLines } from "./consent-lines";
import { DecisionButtons } from "./decision-buttons";

export type ConsentProps = {
  /** Who asks, as facts with their names. */
  readonly who: readonly (readonly [name: string, value: string])[];
  /** True of a program that acts by itself. */
  readonly isAgent: boolean;
  /** What should be known of where the answer goes; null for nothing. */
  readonly caution: string | null;
  /** What is said where there is no account to choose. */
  readonly ifNoAccount: string;
  /** All that it may have: its ceiling. */
  readonly scopes: readonly Scope[];
  readonly names: readonly GrantName[];
  readonly lines: readonly ConsentLine[];
  /** True where any program on the person's computer could ask as this app. */
  readonly isForAnyProgram: boolean;
  /** How long it lasts, in a sentence. */
  readonly duration: string;
  /** The one part of the API that its tokens are good at, where it asked for one. */
  readonly resource: string | null;
  /** The host that the answer goes to. */
  readonly host: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly profile: Profile;
    readonly environment: Environment;
  }[];
  readonly accountId: string | null;
  readonly person: { readonly name: string; readonly email: string };
  /** The request as it came, and the proof that it was shown here. */
  readonly request: string;
  readonly ticket: string;
};

/** The question whether an app may act for a person: which app of whom, as what, where, for how long, and who gets the answer. */
export function Consent(props: ConsentProps) {
  const { scopes, names, lines, accounts, person, isAgent } = props;
  const [accountId, setAccountId] = useState(props.accountId ?? accounts[0]?.id ?? "");
  const account = accounts.find(({ id }) => id === accountId);
  const lacking = account ? beyondProfile(names, scopes, account.profile) : [];
  return (
    <form method="post" action="/oauth/consent" className="flex flex-col gap-6">
      <input type="hidden" name="request" value={props.request} />
      <input type="hidden" name="ticket" value={props.ticket} />
      {accounts.length > 1 ? null : <input type="hidden" name="account" value={accountId} />}
      {account?.environment === "sandbox" ? (
        <Callout tone="sandbox">Sandbox: it acts in test accounts, with test data.</Callout>
      ) : null}
      <ConsentLines lines={lines} isForAnyProgram={props.isForAnyProgram} />
      {accounts.length > 1 ? (
        <RadioGroup
          legend="Account that it acts in"
          name="account"
          value={accountId}
          onChange={setAccountId}
          options={accounts.map(({ id, name, profile, environment }) => ({
            value: id,
            label: name,
            hint: isAgent ? `${environment} · you are ${profile} there` : `You are ${profile} there`,
          }))}
        />
      ) : null}
      {account ? (
        <Facts {...props} account={account.name} />
      ) : (
        <Callout tone="caution" title="It can't act for you">
          {props.ifNoAccount}
        </Callout>
      )}
      {lacking.length > 0 ? (
        <p className="text-sm text-muted">
          {`You are ${account?.profile ?? ""} there, so neither you nor the ${isAgent ? "agent" : "app"} can use ${lacking.join(", ")}.`}
        </p>
      ) : null}
      {props.caution ? <Callout tone="caution">{props.caution}</Callout> : null}
      <DecisionButtons canAllow={account !== undefined} />
      <p className="text-sm text-muted">
        {`Signed in as ${person.name} (${person.email}). You can take it back at any time under Connected apps; its access ends at once.`}
      </p>
    </form>
  );
}

function Facts({ who, account, duration, resource, host }: ConsentProps & { readonly account: string }) {
  const facts = [
    ...who,
    ["Acts in", account],
    ["For how long", duration],
    ...(resource === null ? [] : [["Only at", resource] as const]),
    ["Answer goes to", host],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 border-t border-line pt-4 text-base">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="font-medium break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
