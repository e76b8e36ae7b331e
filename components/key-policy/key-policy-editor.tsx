"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ErrorState, Skeleton } from "@/components/ui/states";
import type { KeyPolicy } from "@/lib/contracts/keys/key-policy";
import type { Environment } from "@/lib/domain/people/profiles";
import { keyPolicyKey, keyPolicyQuery, updateKeyPolicyMutation } from "@/lib/queries/accounts/key-policy";
import { RequestError } from "@/lib/queries/request";
import type { PolicyRules } from "./policy-words";

import { ChangedMeanwhile } from "./changed-meanwhile";
import { KeyPolicyForm } from "./key-policy-form";
import { PolicyMeaning } from "./policy-meaning";

type EditorProps = {
  readonly accountId: string;
  readonly environment: Environment;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** What is being written, and the version of the policy that it was begun from. */
type Draft = { readonly rules: PolicyRules; readonly version: number };

/** What the policy means, and for admins the form to change it. */
export function KeyPolicyEditor({ accountId, environment, now }: EditorProps) {
  const policy = useQuery(keyPolicyQuery(accountId));
  if (policy.isPending) return <Skeleton className="h-72 w-full max-w-160" />;
  if (policy.isError) {
    return (
      <ErrorState
        detail={policy.error.message}
        requestId={policy.error instanceof RequestError ? policy.error.requestId : null}
        onRetry={() => void policy.refetch()}
      />
    );
  }
  return policy.data.canUpdate ? (
    <Editing accountId={accountId} environment={environment} now={now} policy={policy.data} />
  ) : (
    <PolicyMeaning rules={policy.data} environment={environment} policy={policy.data} now={now} />
  );
}

function Editing({ accountId, environment, now, policy }: EditorProps & { readonly policy: KeyPolicy }) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const save = useMutation(updateKeyPolicyMutation(accountId));
  const rules = draft?.rules ?? policy;
  const isDirty = draft !== null && !isSame(draft.rules, policy);
  const isOvertaken = isDirty && draft.version !== policy.version;
  useWarningBeforeLeaving(isDirty);

  const submit = async () => {
    const { defaultLifetimeDays, maximumLifetimeDays, isGoLiveRequired } = rules;
    const version = draft?.version ?? policy.version;
    try {
      const saved = await save.mutateAsync({
        defaultLifetimeDays,
        maximumLifetimeDays,
        isGoLiveRequired,
        version,
      });
      cache.setQueryData(keyPolicyKey(accountId), saved);
      setDraft(null);
      setIsSaved(true);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // The policy as it is now takes the place of the old one; the draft stays, and says that it was overtaken.
      await cache.invalidateQueries({ queryKey: keyPolicyKey(accountId) });
    }
  };

  return (
    <div className="flex max-w-160 flex-col gap-6">
      <PolicyMeaning rules={rules} environment={environment} policy={policy} now={now} isDraft={isDirty} />
      {isOvertaken ? (
        <ChangedMeanwhile
          policy={policy}
          environment={environment}
          now={now}
          onTakeTheirs={() => setDraft(null)}
          onKeepMine={() => setDraft({ ...draft, version: policy.version })}
        />
      ) : null}
      <KeyPolicyForm
        environment={environment}
        rules={rules}
        before={policy}
        isDirty={isDirty}
        isBlocked={isOvertaken}
        isBusy={save.isPending}
        isSaved={isSaved && !isDirty}
        failure={
          save.error instanceof RequestError && save.error.code !== "stale_version" ? save.error : null
        }
        onChange={(changed) => {
          setIsSaved(false);
          save.reset();
          setDraft({ rules: changed, version: isDirty ? draft.version : policy.version });
        }}
        onDiscard={() => setDraft(null)}
        onSubmit={() => void submit()}
      />
    </div>
  );
}

function isSame(one: PolicyRules, other: PolicyRules): boolean {
  return (
    one.defaultLifetimeDays === other.defaultLifetimeDays &&
    one.maximumLifetimeDays === other.maximumLifetimeDays &&
    one.isGoLiveRequired === other.isGoLiveRequired
  );
}

/** The system here is the browser's window: it asks before it closes over what was not saved. */
function useWarningBeforeLeaving(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener("beforeunload", warn);
    return () => globalThis.removeEventListener("beforeunload", warn);
  }, [isNeeded]);
}
