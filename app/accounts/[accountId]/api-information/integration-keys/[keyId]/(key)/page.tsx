import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { KeyActions } from "@/components/integration-keys/revoke/key-actions";
import { KeyHead } from "@/components/key-detail/key-head";
import { KeyCallouts } from "@/components/key-detail/callouts/key-callouts";
import { TabNav } from "@/components/ui/tabs";
import { programAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { mayManageKey } from "@/lib/domain/people/profiles";
import { openingRange } from "@/lib/domain/calls/usage-range";
import { KEY_TAB_LABELS, KEY_TABS, readKeyView, type KeyTab } from "@/lib/addresses/key-tabs";
import { keyPage } from "@/lib/addresses/pages";

import { keysRefusal } from "../../refusal";
import { openKey } from "../open-key";
import {
  ActivityPanel,
  CallsPanel,
  CarryOverPlan,
  ConsentsPanel,
  CredentialsPanel,
  ExplainPanel,
  GoLivePanel,
  OverviewPanel,
  QuickStartPanel,
  UsagePanel,
} from "./panels";
import { prefetchKey } from "./prefetch";

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/[keyId]">;

export const metadata: Metadata = { title: "Integration key" };

const OF_APPS: readonly KeyTab[] = ["credentials", "quick-start", "consents"];
/** What is set up here: an agent says itself what it is. */
const SET_UP: readonly KeyTab[] = ["credentials", "quick-start", "go-live"];

export default async function IntegrationKeyPage({ params, searchParams }: Props) {
  const { accountId, keyId } = await params;
  const ctx = await requireAccount(accountId);
  const refusal = await keysRefusal(ctx, "key:read");
  if (refusal) return refusal;
  const key = await openKey(accountId, keyId);
  const now = new Date();
  const opensOn = openingRange(key.lastCallAt === null ? null : new Date(key.lastCallAt), now);
  const view = readKeyView(await searchParams, opensOn);
  const seesActivity = mayManageKey(ctx.profile, ctx.user.id, key.createdBy.id);
  const goesLive = seesActivity && key.environment === "sandbox";
  const tabs = KEY_TABS.filter((tab) => {
    if (key.agent !== null && SET_UP.includes(tab)) return false;
    if (tab === "activity") return seesActivity;
    if (tab === "go-live") return goesLive;
    if (OF_APPS.includes(tab)) return key.method === "oauth";
    // What an app may do depends on the token and whom it acts as: only a call that was made can be explained.
    if (tab === "explain") return key.method !== "oauth" || view.explain.call !== null;
    return true;
  });
  const tab = tabs.includes(view.tab) ? view.tab : "overview";
  const { client, related, mayHavePlan } = await orNotFound(prefetchKey(ctx, key, { ...view, tab }));
  const shared = { accountId, keyId, now: now.toISOString() };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeyHead
        accountId={accountId}
        keyId={keyId}
        actions={ctx.account.status === "active" ? <KeyActions {...shared} /> : null}
      />
      <KeyCallouts {...shared} />
      <TabNav
        label="Integration key"
        current={tab}
        items={tabs.map((value) => ({
          value,
          label: KEY_TAB_LABELS[value],
          href: keyPage(accountId, keyId, value === "overview" ? {} : { tab: value }),
        }))}
      />
      <div className="mt-6">
        {mayHavePlan ? <CarryOverPlan {...shared} addresses={programAddresses()} /> : null}
        {tab === "overview" ? <OverviewPanel {...shared} related={related} /> : null}
        {tab === "credentials" ? <CredentialsPanel {...shared} /> : null}
        {tab === "quick-start" ? <QuickStartPanel {...shared} addresses={programAddresses()} /> : null}
        {tab === "consents" ? <ConsentsPanel {...shared} /> : null}
        {tab === "usage" ? <UsagePanel {...shared} view={view} lastCallAt={key.lastCallAt} /> : null}
        {tab === "calls" ? <CallsPanel {...shared} view={view} /> : null}
        {tab === "activity" ? <ActivityPanel {...shared} /> : null}
        {tab === "go-live" ? <GoLivePanel {...shared} addresses={programAddresses()} /> : null}
        {tab === "explain" ? <ExplainPanel {...shared} view={view.explain} /> : null}
      </div>
    </HydrationBoundary>
  );
}
