import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { askedText } from "@/components/go-live/asked-text";
import { GoLiveList } from "@/components/go-live/go-live-list";
import { LinkButton } from "@/components/ui/buttons/button";
import { PageHead } from "@/components/ui/page-head";
import { EmptyState } from "@/components/ui/states";
import { keyListPage } from "@/lib/addresses/pages";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { GoLiveListQuery } from "@/lib/contracts/go-live/go-live";
import { DomainError } from "@/lib/domain/errors";
import { permits } from "@/lib/domain/people/profiles";
import { listGoLive } from "@/lib/go-live/reading/list-go-live";
import { createQueryClient } from "@/lib/queries/client";
import { goLiveListQuery } from "@/lib/queries/cases/go-live";

import { keysRefusal } from "../integration-keys/refusal";

export const metadata: Metadata = { title: "Go Live" };

export default async function GoLivePage({
  params,
  searchParams,
}: PageProps<"/accounts/[accountId]/api-information/go-live">) {
  const ctx = await requireAccount((await params).accountId);
  const refusal = await keysRefusal(ctx, "key:read");
  if (refusal) return refusal;
  const { account, profile } = ctx;
  if (account.environment === "production") {
    return (
      <>
        <PageHead title="Go Live" purpose="How keys come from a sandbox account to production." />
        <EmptyState
          title="Keys go live from a sandbox account"
          action={<LinkButton href={keyListPage(account.id)}>See this account&apos;s keys</LinkButton>}
        >
          {`${account.name} is a production account. Open the sandbox account where the key was made, and request its migration there.`}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHead
        title="Go Live"
        purpose="How far each key is on its way from this sandbox to production, and what comes next."
      />
      <HydrationBoundary state={await orNotFound(prefetch(ctx, askedText((await searchParams)["q"])))}>
        <GoLiveList
          accountId={account.id}
          canCreate={permits(profile, "key:create") && account.status === "active"}
        />
      </HydrationBoundary>
    </>
  );
}

/** The first page as the browser would ask for it. Where it fails the browser asks, and shows the failure with its id. */
async function prefetch(ctx: Awaited<ReturnType<typeof requireAccount>>, q: string) {
  const client = createQueryClient();
  try {
    const page = await listGoLive(ctx, GoLiveListQuery.parse({ q }));
    client.setQueryData(goLiveListQuery(ctx.account.id, q).queryKey, { pages: [page], pageParams: [null] });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return dehydrate(client);
}
