import type { QueryClient } from "@tanstack/react-query";

import type { RelatedKeys } from "@/components/key-detail/key-facts";
import type { requireAccount } from "@/lib/auth/page";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { ExplainBody } from "@/lib/contracts/explain";
import { ActivityQuery, CallListQuery, UsageQuery } from "@/lib/contracts/key-usage";
import { DomainError } from "@/lib/domain/errors";
import { listKeyActivity } from "@/lib/integration-keys/activity";
import { explainAccess } from "@/lib/integration-keys/explain";
import { listCalls } from "@/lib/integration-keys/calls";
import { getIntegrationKey } from "@/lib/integration-keys/get";
import { listKnocks } from "@/lib/integration-keys/knocks";
import { readRevocationReceipt } from "@/lib/integration-keys/revocation-receipt";
import { listScopeUses } from "@/lib/integration-keys/scope-uses";
import { readUsage } from "@/lib/integration-keys/usage";
import { createQueryClient } from "@/lib/queries/client";
import { explainQuery } from "@/lib/queries/key-explain";
import { keyQuery } from "@/lib/queries/integration-keys";
import {
  callsQuery,
  keyActivityQuery,
  knocksQuery,
  receiptQuery,
  scopeUsesQuery,
  usageQuery,
} from "@/lib/queries/key-usage";
import { explainQuestion } from "@/lib/view/explain-view";
import { callFilters, usageFilters, type KeyView } from "@/lib/view/key-tabs";

type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

/** The key and what its tab shows, as the browser would ask for it, and the names of the keys before and after it. */
export async function prefetchKey(
  ctx: AccountContext,
  key: IntegrationKey,
  view: KeyView,
): Promise<{ client: QueryClient; related: RelatedKeys }> {
  const client = createQueryClient();
  client.setQueryData(keyQuery(ctx.account.id, key.id).queryKey, { key });
  const [related] = await Promise.all([
    namesOf(ctx, key),
    orLater(prefetchTab(client, ctx, key.id, view)),
    orLater(prefetchKnocks(client, ctx, key.id)),
  ]);
  return { client, related };
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

async function prefetchTab(client: QueryClient, ctx: AccountContext, keyId: string, view: KeyView) {
  const accountId = ctx.account.id;
  switch (view.tab) {
    case "overview": {
      const [uses, receipt] = await Promise.all([
        listScopeUses(ctx, keyId),
        readRevocationReceipt(ctx, keyId),
      ]);
      client.setQueryData(scopeUsesQuery(accountId, keyId).queryKey, uses);
      client.setQueryData(receiptQuery(accountId, keyId).queryKey, receipt);
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
