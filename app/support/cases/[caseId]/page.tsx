import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import Link from "next/link";

import { SupportCaseView } from "@/components/support/support-case-view";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireStaff } from "@/lib/auth/page";
import { CaseParams } from "@/lib/contracts/support";
import { createQueryClient } from "@/lib/queries/client";
import { supportCaseQuery } from "@/lib/queries/support";
import { getCase } from "@/lib/support/get-case";
import { supportPage } from "@/lib/view/routes";

export const metadata: Metadata = { title: "Case · Support" };

export default async function Page({ params }: PageProps<"/support/cases/[caseId]">) {
  const ctx = await requireStaff();
  const wanted = CaseParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { caseId } = wanted.data;
  const client = createQueryClient();
  const { case: entry } = await orNotFound(
    client.query({
      ...supportCaseQuery(caseId),
      queryFn: async () => ({ case: await getCase(ctx, caseId) }),
    }),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        breadcrumb={
          <Link href={supportPage()} className="hover:text-ink">
            Support
          </Link>
        }
        title={`Access request of ${entry.account.name}`}
        purpose="The account's audit log records this visit and your answer."
      />
      <SupportCaseView caseId={caseId} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
