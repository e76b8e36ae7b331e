"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { PLAN_LABELS } from "@/lib/domain/keys/availability";
import { RequestError } from "@/lib/queries/request";
import { supportAccountQuery } from "@/lib/queries/cases/support";
import { count, number } from "@/lib/domain/format/numbers";
import { supportCasePage } from "@/lib/addresses/pages";

import { FeatureForm } from "./feature-form";
import { LimitsForm } from "./limits-form";
import { LoadFailure } from "../load-failure";
import { LookCase } from "../look/look-case";
import { LookForm } from "../look/look-form";
import { PlanForm } from "./plan-form";

type SupportAccountViewProps = {
  readonly accountId: string;
  /** The id of the case that it is looked at with: changes are made in that case. */
  readonly caseId?: string | undefined;
  readonly now: string;
  /** What else is read of it: between the facts and what can be changed. */
  readonly children?: ReactNode;
};

/** An account as support sees it: facts, the two switches and the limits. Once the look is over it asks why again. */
export function SupportAccountView({ accountId, caseId, now, children }: SupportAccountViewProps) {
  const found = useQuery(supportAccountQuery(accountId));
  if (found.isPending) return <Skeleton className="h-96 w-full max-w-160" />;
  if (found.error instanceof RequestError && found.error.code === "look_needs_reason") {
    return <LookForm accountId={accountId} />;
  }
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  const account = found.data.account;
  return (
    <LookCase value={caseId}>
      <div className="flex max-w-160 flex-col gap-8">
        {account.openCaseId ? (
          <Callout tone="caution" title="This account waits for an answer to its access request.">
            <LinkButton href={supportCasePage(account.openCaseId)} className="mt-2">
              Open the case
            </LinkButton>
          </Callout>
        ) : null}
        <Facts account={account} now={now} />
      </div>
      {children}
      <div className="flex max-w-160 flex-col gap-8">
        {account.environment === "sandbox" ? (
          <p className="text-muted">
            A sandbox account is on the Developer plan and always has integration keys.
          </p>
        ) : (
          <>
            <PlanForm key={`plan-${account.plan}`} account={account} />
            <FeatureForm key={`feature-${account.hasIntegrationKeys}`} account={account} />
          </>
        )}
        <LimitsForm key={`limits-${Object.values(account.limits).join("-")}`} account={account} />
      </div>
    </LookCase>
  );
}

function Facts({ account, now }: { readonly account: SupportAccount; readonly now: string }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 border-y border-line py-4">
      <Fact name="Account id">
        <span className="inline-flex max-w-full items-center gap-1">
          <code translate="no" className="min-w-0 break-all">
            {account.id}
          </code>
          <CopyButton text={account.id} label="Copy account id" className="-my-1" />
        </span>
      </Fact>
      <Fact name="Environment">{account.environment === "sandbox" ? "Sandbox" : "Production"}</Fact>
      <Fact name="Status">{account.status === "active" ? "Active" : "Closed"}</Fact>
      <Fact name="Plan">{PLAN_LABELS[account.plan]}</Fact>
      <Fact name="Created">
        <Time at={account.createdAt} now={now} />
      </Fact>
      <Fact name="Members">
        <span>{`${number(account.members.active)} active, ${count(account.members.admins, "admin")}`}</span>
        {account.members.admins < 2 ? <span className="text-caution"> (fewer than two)</span> : null}
      </Fact>
      <Fact name="Keys">{`${number(account.keys.live)} live of ${number(account.keys.total)}`}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
