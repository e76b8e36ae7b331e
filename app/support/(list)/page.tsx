import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { readCaseFilters } from "@/components/support/queue/case-filters";
import { SupportHome } from "@/components/support/support-home";
import { LinkButton } from "@/components/ui/buttons/button";
import { PageHead } from "@/components/ui/page-head";
import { newAccountPage } from "@/lib/addresses/pages";
import { orNotFound, requireStaff } from "@/lib/auth/page";
import { CaseListQuery, SupportSearchQuery } from "@/lib/contracts/support/support";
import { createQueryClient } from "@/lib/queries/client";
import { caseListQuery } from "@/lib/queries/cases/support";
import { supportSearchQuery } from "@/lib/queries/cases/support-desk";
import { listCases } from "@/lib/support/list-cases";
import { searchAsSupport } from "@/lib/support/search";

export const metadata: Metadata = { title: "Support" };

export default async function Page({ searchParams }: PageProps<"/support">) {
  const ctx = await requireStaff();
  const search = await searchParams;
  const filters = readCaseFilters((name) => search[name]);
  const wanted = SupportSearchQuery.safeParse({ q: search["q"] });
  const client = createQueryClient();
  await orNotFound(
    Promise.all([
      client.infiniteQuery({
        ...caseListQuery(filters),
        queryFn: () => listCases(ctx, CaseListQuery.parse(filters)),
      }),
      wanted.success
        ? client.query({
            ...supportSearchQuery(wanted.data.q),
            queryFn: () => searchAsSupport(ctx, wanted.data),
          })
        : null,
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Support"
        purpose="Open requests, and any account, key or person. The audit log of an account records why you open it and what you change there."
        action={<LinkButton href={newAccountPage()}>Create account</LinkButton>}
      />
      <SupportHome filters={filters} q={wanted.success ? wanted.data.q : ""} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
