import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { SupportHome } from "@/components/support/support-home";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireStaff } from "@/lib/auth/page";
import { AccountSearchQuery, CaseListQuery } from "@/lib/contracts/support";
import { createQueryClient } from "@/lib/queries/client";
import { accountSearchQuery, caseListQuery } from "@/lib/queries/support";
import { findAccounts } from "@/lib/support/find-accounts";
import { listCases } from "@/lib/support/list-cases";

export const metadata: Metadata = { title: "Support" };

export default async function Page({ searchParams }: PageProps<"/support">) {
  const ctx = await requireStaff();
  const search = await searchParams;
  const status = search["status"] === "closed" ? "closed" : "open";
  const wanted = AccountSearchQuery.safeParse({ q: search["q"] });
  const client = createQueryClient();
  await orNotFound(
    Promise.all([
      client.infiniteQuery({
        ...caseListQuery(status),
        queryFn: () => listCases(ctx, CaseListQuery.parse({ status })),
      }),
      wanted.success
        ? client.query({
            ...accountSearchQuery(wanted.data.q),
            queryFn: () => findAccounts(ctx, wanted.data),
          })
        : null,
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Support"
        purpose="Open requests, and any account by name or id. The audit log of an account records what you open and change there."
      />
      <SupportHome status={status} q={wanted.success ? wanted.data.q : ""} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
