import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";

import { KeyList } from "@/components/integration-keys/list/key-list";
import { LinkButton } from "@/components/ui/buttons/button";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { KeyListQuery } from "@/lib/contracts/keys/integration-keys";
import { DomainError } from "@/lib/domain/errors";
import { permits } from "@/lib/domain/people/profiles";
import { readKeyCapacity } from "@/lib/integration-keys/keys/reading/capacity";
import { listKeyCreators } from "@/lib/integration-keys/keys/reading/creators";
import { listIntegrationKeys } from "@/lib/integration-keys/keys/reading/list";
import { createQueryClient } from "@/lib/queries/client";
import { keyCapacityQuery, keyCreatorsQuery, keyListQuery } from "@/lib/queries/keys/integration-keys";
import {
  askedFilters,
  readKeyFilters,
  type KeyListFilters,
} from "@/components/integration-keys/list/filters/key-filters";
import { newKeyPage } from "@/lib/addresses/pages";

import { keysRefusal } from "../refusal";

export const metadata: Metadata = { title: "Integration keys" };

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys">;

export default async function IntegrationKeysPage({ params, searchParams }: Props) {
  const ctx = await requireAccount((await params).accountId);
  const refusal = await keysRefusal(ctx, "key:read");
  if (refusal) return refusal;
  const canCreate = permits(ctx.profile, "key:create") && ctx.account.status === "active";
  const search = await searchParams;
  return (
    <>
      <PageHead
        title="Integration keys"
        purpose="What programs call the API with: keys that act as their creators, and apps that act as whoever consents."
        action={
          canCreate ? (
            <LinkButton href={newKeyPage(ctx.account.id)} variant="primary">
              <Plus aria-hidden="true" className="size-4" />
              Create integration key
            </LinkButton>
          ) : null
        }
      />
      <HydrationBoundary
        state={await orNotFound(
          prefetch(
            ctx,
            readKeyFilters((name) => single(search[name])),
          ),
        )}
      >
        <KeyList
          accountId={ctx.account.id}
          now={new Date().toISOString()}
          canCreate={canCreate}
          isAdmin={ctx.profile === "admin"}
        />
      </HydrationBoundary>
    </>
  );
}

/** The list as the browser would ask for it. Where it fails the browser asks, and shows the failure with its id. */
async function prefetch(ctx: Awaited<ReturnType<typeof requireAccount>>, filters: KeyListFilters) {
  const client = createQueryClient();
  try {
    const asked = askedFilters(filters);
    const [list, creators, capacity] = await Promise.all([
      listIntegrationKeys(ctx, KeyListQuery.parse(asked)),
      listKeyCreators(ctx),
      readKeyCapacity(ctx),
    ]);
    client.setQueryData(keyCapacityQuery(ctx.account.id).queryKey, capacity);
    client.setQueryData(keyListQuery(ctx.account.id, asked).queryKey, {
      pages: [list],
      pageParams: [null],
    });
    client.setQueryData(keyCreatorsQuery(ctx.account.id).queryKey, creators);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return dehydrate(client);
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === "string" ? value : (value?.[0] ?? null);
}
