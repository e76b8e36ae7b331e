"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";

import { useNow } from "@/components/ui/use-now";
import type { IntegrationKey, ReplaceKeyRequest } from "@/lib/contracts/keys/integration-keys";
import { replaceKey } from "@/lib/queries/keys/integration-keys";
import { RequestError } from "@/lib/queries/request";
import { overlapChoices, type OverlapSeconds } from "./key-overlap";
import type { ReplacementScopes } from "./replacement-scopes";

import {
  LifetimeField,
  NameField,
  RangesField,
  ScopesField,
  type KeyFieldFacts,
} from "@/components/integration-keys/form/key-fields";
import { KeyFormShell } from "@/components/integration-keys/form/key-form-shell";
import { OverlapField } from "./overlap-choice";
import { ReplacementFacts } from "./replacement-facts";
import { ScopeStart } from "./scope-start";
import { useKeyForm, type KeyFormStart } from "@/components/integration-keys/form/use-key-form";

const DAY_SECONDS = 86_400;
/** Refusals after which this key can never be replaced any more. */
const FINAL = new Set(["key_already_revoked", "key_already_replaced"]);

type ReplaceKeyFormProps = {
  readonly accountId: string;
  readonly old: IntegrationKey;
  /** The old key's name, scopes and addresses, with an expiry of its own. */
  readonly start: KeyFormStart;
  readonly actsAs: string;
  /** Who replaces. */
  readonly userId: string;
  readonly facts: KeyFieldFacts;
  readonly scopes: ReplacementScopes;
  readonly gateUrl: string;
};

/** The form of a key in place of another (R4): keys do not change, they are replaced. */
export function ReplaceKeyForm(props: ReplaceKeyFormProps) {
  const { accountId, old, start, actsAs, userId, facts, scopes, gateUrl } = props;
  const now = useNow(facts.now);
  const form = useKeyForm(start);
  const [overlap, setOverlap] = useState<OverlapSeconds>(DAY_SECONDS);
  const router = useRouter();
  const send = useCallback(
    async (request: ReplaceKeyRequest, idempotencyKey: string) => {
      try {
        return await replaceKey(accountId, old.id, request, idempotencyKey);
      } catch (error) {
        // Drawn anew, the page says in place of the form what can be done instead.
        if (error instanceof RequestError && FINAL.has(error.code)) router.refresh();
        throw error;
      }
    },
    [accountId, old.id, router],
  );
  // Once it has expired there is nothing that could overlap.
  const hasExpired = old.expiresAt !== null && old.expiresAt <= now;
  const chosen = overlapChoices(old.expiresAt, new Date(now)).find(({ seconds }) => seconds === overlap);
  return (
    <KeyFormShell
      accountId={accountId}
      form={form}
      facts={facts}
      actsAs={actsAs}
      now={now}
      gateUrl={gateUrl}
      action="Replace key"
      wholeFormField="overlapSeconds"
      complete={(request) => ({ ...request, overlapSeconds: hasExpired ? 0 : overlap })}
      send={send}
      isRepeatable={false}
      consequences={
        <ReplacementFacts
          old={old}
          scopes={form.values.scopes}
          overlap={hasExpired ? null : chosen}
          userId={userId}
          now={now}
        />
      }
    >
      {hasExpired ? null : (
        <OverlapField value={overlap} onChange={setOverlap} oldExpiresAt={old.expiresAt} now={now} />
      )}
      <NameField form={form} />
      <LifetimeField form={form} facts={facts} />
      <RangesField form={form} />
      <ScopeStart
        given={scopes}
        chosen={form.values.scopes}
        onChoose={(chosen) => form.change({ scopes: chosen })}
      />
      <ScopesField form={form} facts={facts} />
    </KeyFormShell>
  );
}
