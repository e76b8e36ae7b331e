import type { QueryClient } from "@tanstack/react-query";

import type { RelatedKeys } from "@/components/key-detail/overview/key-facts";
import type { requireAccount } from "@/lib/auth/page";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { ConsentListQuery } from "@/lib/contracts/people/connected-apps";
import { ExplainBody } from "@/lib/contracts/keys/explain";
import { ActivityQuery, CallListQuery, UsageQuery } from "@/lib/contracts/keys/key-usage";
import { DomainError } from "@/lib/domain/errors";
import { readCarryOver } from "@/lib/go-live/reading/read-carry-over";
import { getGoLive } from "@/lib/go-live/reading/read-go-live";
import { listClientSecrets, listKeyPairs } from "@/lib/integration-keys/apps/list-credentials";
import { listRedirectUris } from "@/lib/integration-keys/apps/redirect-uris";
import { listKeyActivity } from "@/lib/integration-keys/calls/activity";
import { explainAccess } from "@/lib/integration-keys/explain/explain";
import { listCallersSinceReplacement } from "@/lib/integration-keys/calls/callers";
import { listCalls } from "@/lib/integration-keys/calls/calls";
import { readKeyQuota } from "@/lib/integration-keys/calls/call-quota";
import { getIntegrationKey } from "@/lib/integration-keys/keys/reading/get";
import { listKnocks } from "@/lib/integration-keys/calls/knocks";
import { readRevocationReceipt } from "@/lib/integration-keys/revocations/receipt";
import { readRotation } from "@/lib/integration-keys/calls/rotation";
import { listScopeUses } from "@/lib/integration-keys/calls/scope-uses";
import { readUsage } from "@/lib/integration-keys/calls/usage";
import { listConsentsOfApp } from "@/lib/oauth/consents/list-of-app";
import { appConsentsQuery } from "@/lib/queries/people/connected-apps";
import { clientSecretsQuery, keyPairsQuery, redirectUrisQuery } from "@/lib/queries/keys/app-credentials";
import { createQueryClient } from "@/lib/queries/client";
import { carryOverQuery, goLiveQuery } from "@/lib/queries/cases/go-live";
import { explainQuery } from "@/lib/queries/keys/key-explain";
import { keyQuery } from "@/lib/queries/keys/integration-keys";
import {
  callQuotaQuery,
  callsQuery,
  keyActivityQuery,
  knocksQuery,
  receiptQuery,
  rotationQuery,
  scopeUsesQuery,
  stillCallingQuery,
  usageQuery,
} from "@/lib/queries/keys/key-usage";
import { explainQuestion } from "@/lib/addresses/explain-view";
import { callFilters, usageFilters, type KeyView } from "@/lib/addresses/key-tabs";

type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

/**
 * The key and what its tab shows, as the browser would ask for it, and the names of the keys before and after it. Whether it
 * may have a carry-over plan is known here, so that the page of a key that has none brings no code for it.
 */
export async function prefetchKey(
  ctx: AccountContext,
  key: IntegrationKey,
  view: KeyView,
): Promise<{ client: QueryClient; related: RelatedKeys; mayHavePlan: boolean }> {
  const client = createQueryClient();
  client.setQueryData(keyQuery(ctx.account.id, key.id).queryKey, { key });
  const showsPlan = view.tab === "overview" && key.environment === "production";
  const [related] = await Promise.all([
    namesOf(ctx, key),
    orLater(prefetchTab(client, ctx, key.id, view)),
    orLater(prefetchKnocks(client, ctx, key.id)),
    ...(showsPlan ? [orLater(prefetchCarryOver(client, ctx, key.id))] : []),
    ...(key.status === "retiring" ? [orLater(prefetchStillCalling(client, ctx, key.id))] : []),
  ]);
  const plan = client.getQueryData(carryOverQuery(ctx.account.id, key.id).queryKey);
  return { client, related, mayHavePlan: showsPlan && plan?.carryOver !== null };
}

/** Where data is refused, the browser asks for it and shows the refusal with its id. */
async function orLater(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

async function prefetchKnocks(client: QueryClient, ctx: AccountContext, keyId: string) {
  const knocks = await listKnocks(ctx, keyId);
  client.setQueryData(knocksQuery(ctx.account.id, keyId).queryKey, knocks);
}

async function prefetchStillCalling(client: QueryClient, ctx: AccountContext, keyId: string) {
  const [callers, rotation] = await Promise.all([
    listCallersSinceReplacement(ctx, keyId),
    readRotation(ctx, keyId),
  ]);
  client.setQueryData(stillCallingQuery(ctx.account.id, keyId).queryKey, callers);
  client.setQueryData(rotationQuery(ctx.account.id, keyId).queryKey, rotation);
}

async function prefetchCarryOver(client: QueryClient, ctx: AccountContext, keyId: string) {
  const plan = await readCarryOver(ctx, keyId);
  client.setQueryData(carryOverQuery(ctx.account.id, keyId).queryKey, plan);
}

async function prefetchTab(client: QueryClient, ctx: AccountContext, keyId: string, view: KeyView) {
  const accountId = ctx.account.id;
  switch (view.tab) {
    case "overview": {
      const [uses, receipt, quota] = await Promise.all([
        listScopeUses(ctx, keyId),
        readRevocationReceipt(ctx, keyId),
        readKeyQuota(ctx, keyId),
      ]);
      client.setQueryData(callQuotaQuery(accountId, keyId).queryKey, quota);
      client.setQueryData(scopeUsesQuery(accountId, keyId).queryKey, uses);
      client.setQueryData(receiptQuery(accountId, keyId).queryKey, receipt);
      return;
    }
    case "credentials": {
      const [secrets, keyPairs, redirectUris] = await Promise.all([
        listClientSecrets(ctx, keyId),
        listKeyPairs(ctx, keyId),
        listRedirectUris(ctx, keyId),
      ]);
      client.setQueryData(clientSecretsQuery(accountId, keyId).queryKey, secrets);
      client.setQueryData(keyPairsQuery(accountId, keyId).queryKey, keyPairs);
      client.setQueryData(redirectUrisQuery(accountId, keyId).queryKey, redirectUris);
      return;
    }
    case "quick-start": {
      client.setQueryData(redirectUrisQuery(accountId, keyId).queryKey, await listRedirectUris(ctx, keyId));
      return;
    }
    case "consents": {
      const page = await listConsentsOfApp(ctx, { keyId, ...ConsentListQuery.parse({}) });
      const pages = { pages: [page], pageParams: [null] };
      client.setQueryData(appConsentsQuery(accountId, keyId).queryKey, pages);
      return;
    }
    case "usage": {
      const filters = usageFilters(view);
      const asked = UsageQuery.safeParse(filters);
      if (!asked.success) return;
      const usage = await readUsage(ctx, { keyId, ...asked.data });
      client.setQueryData(usageQuery(accountId, keyId, filters).queryKey, usage);
      return;
    }
    case "calls": {
      const filters = callFilters(view);
      const page = await listCalls(ctx, { keyId, ...CallListQuery.parse(filters) });
      client.setQueryData(callsQuery(accountId, keyId, filters).queryKey, {
        pages: [page],
        pageParams: [null],
      });
      return;
    }
    case "explain": {
      const question = explainQuestion(view.explain);
      const asked = ExplainBody.safeParse(question);
      // What is wrong with the question the browser is told with each fault's place.
      if (!asked.success) return;
      const explanation = await explainAccess(ctx, { keyId, ...asked.data });
      client.setQueryData(explainQuery(accountId, keyId, question).queryKey, explanation);
      return;
    }
    case "go-live": {
      client.setQueryData(goLiveQuery(accountId, keyId).queryKey, { goLive: await getGoLive(ctx, keyId) });
      return;
    }
    case "activity": {
      const page = await listKeyActivity(ctx, { keyId, ...ActivityQuery.parse({}) });
      client.setQueryData(keyActivityQuery(accountId, keyId).queryKey, { pages: [page], pageParams: [null] });
    }
  }
}

async function namesOf(ctx: AccountContext, key: IntegrationKey): Promise<RelatedKeys> {
  const nameOf = async (id: string | null) => (id === null ? null : (await getIntegrationKey(ctx, id)).name);
  const [replaces, replacedBy] = await Promise.all([nameOf(key.replacesKeyId), nameOf(key.replacedByKeyId)]);
  return { replaces, replacedBy };
}
