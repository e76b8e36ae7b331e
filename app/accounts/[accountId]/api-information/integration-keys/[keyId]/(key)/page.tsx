import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { KeyActions } from "@/components/integration-keys/key-actions";
import { KeyHead } from "@/components/key-detail/key-head";
import { KeyNotices } from "@/components/key-detail/key-notices";
import { TabNav } from "@/components/ui/tabs";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { mayManageKey } from "@/lib/domain/profiles";
import { KEY_TAB_LABELS, KEY_TABS, readKeyView } from "@/lib/view/key-tabs";
import { keyPage } from "@/lib/view/routes";

import { keysRefusal } from "../../refusal";
import { openKey } from "../open-key";
import { ActivityPanel, CallsPanel, ExplainPanel, OverviewPanel, UsagePanel } from "./panels";
import { prefetchKey } from "./prefetch";

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/[keyId]">;

export const metadata: Metadata = { title: "Integration key" };

export default async function IntegrationKeyPage({ params, searchParams }: Props) {
  const { accountId, keyId } = await params;
  const ctx = await requireAccount(accountId);
  const refusal = await keysRefusal(ctx, "key:read");
  if (refusal) return refusal;
  const key = await openKey(accountId, keyId);
  const view = readKeyView(await searchParams);
  const seesActivity = mayManageKey(ctx.profile, ctx.user.id, key.createdBy.id);
  const tabs = KEY_TABS.filter((tab) => tab !== "activity" || seesActivity);
  const tab = tabs.includes(view.tab) ? view.tab : "overview";
  const { client, related } = await orNotFound(prefetchKey(ctx, key, { ...view, tab }));
  const shared = { accountId, keyId, now: new Date().toISOString() };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeyHead
        accountId={accountId}
        keyId={keyId}
        actions={ctx.account.status === "active" ? <KeyActions {...shared} /> : null}
      />
      <KeyNotices {...shared} />
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
        {tab === "overview" ? <OverviewPanel {...shared} related={related} /> : null}
        {tab === "usage" ? <UsagePanel accountId={accountId} keyId={keyId} view={view} /> : null}
        {tab === "calls" ? <CallsPanel {...shared} view={view} /> : null}
        {tab === "activity" ? <ActivityPanel {...shared} /> : null}
        {tab === "explain" ? <ExplainPanel {...shared} view={view.explain} /> : null}
      </div>
    </HydrationBoundary>
  );
}
