import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RadioGroup } from "@/components/ui/fields/choice";
import { TextArea } from "@/components/ui/fields/field";
import { ErrorState } from "@/components/ui/states";
import type { AgentPolicy } from "@/lib/contracts/accounts/agent-policy";
import { AGENT_HOSTS_MAX, isWider } from "@/lib/domain/oauth/agents/agent-policy";
import type { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";

type AgentPolicyFormProps = {
  readonly policy: AgentPolicy;
  readonly isBusy: boolean;
  readonly failure: RequestError | null;
  readonly onSubmit: (isAllowed: boolean, hosts: readonly string[]) => void;
};

const CHOICES = ["none", "listed", "any"] as const;
type Choice = (typeof CHOICES)[number];

const OPTIONS = [
  { value: "none", label: "No agents", hint: "What agents have got in this account ends at once." },
  {
    value: "listed",
    label: "Agents of these hosts",
    hint: "What agents of other hosts have got ends at once.",
  },
  {
    value: "any",
    label: "Agents of any host",
    hint: "Whoever has a web server can write a document and ask your people.",
  },
];

/** Which agents may ask: none, those of some hosts, or any. */
export function AgentPolicyForm({ policy, isBusy, failure, onSubmit }: AgentPolicyFormProps) {
  const saved = { version: policy.version, choice: choiceOf(policy), text: policy.hosts.join("\n") };
  const [draft, setDraft] = useState(saved);
  const [fault, setFault] = useState<string>();
  // What was saved meanwhile takes the place of what the form was drawn from.
  const { choice, text } = draft.version === policy.version ? draft : saved;
  const listed = text.split(/\s+/).filter(Boolean);
  const hosts = choice === "listed" ? listed : [];
  const wanted = { isAllowed: choice !== "none", hosts };
  const isSame =
    wanted.isAllowed === policy.isAllowed && hosts.toSorted().join(" ") === policy.hosts.toSorted().join(" ");
  const hostFault = failure?.errors.find(({ pointer }) => pointer.startsWith("/hosts"));
  return (
    <form
      noValidate
      aria-label="Agents"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const isEmpty = choice === "listed" && listed.length === 0;
        setFault(isEmpty ? "Name a host, or choose one of the others." : undefined);
        if (!isEmpty) onSubmit(wanted.isAllowed, wanted.hosts);
      }}
    >
      <RadioGroup
        legend="Who may ask"
        name="agents"
        value={choice}
        onChange={(value) => {
          setDraft({ ...saved, text, choice: CHOICES.find((each) => each === value) ?? "none" });
          setFault(undefined);
        }}
        options={OPTIONS}
      />
      {choice === "listed" ? (
        <TextArea
          label="Hosts"
          name="hosts"
          translate="no"
          spellCheck={false}
          autoCapitalize="none"
          value={text}
          onChange={(event) => setDraft({ ...saved, choice, text: event.currentTarget.value })}
          error={fault ?? hostFault?.detail}
          hint={`One a line, as in the address of the agent’s document: agent.example. At most ${AGENT_HOSTS_MAX}.`}
        />
      ) : null}
      {!isSame && policy.isAllowed && !isWider(policy, wanted) ? (
        <p className="text-sm text-caution">
          Calls with tokens of agents that this leaves out fail from the moment that it is saved.
        </p>
      ) : null}
      {failure && !hostFault ? <ErrorState {...failureOf(failure, "Nothing is changed")} /> : null}
      <div>
        <Button type="submit" isBusy={isBusy}>
          Save agents
        </Button>
      </div>
    </form>
  );
}

function choiceOf({ isAllowed, hosts }: AgentPolicy): Choice {
  if (!isAllowed) return "none";
  return hosts.length === 0 ? "any" : "listed";
}
