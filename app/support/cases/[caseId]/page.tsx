import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { CaseNotes } from "@/components/support/case/case-notes";
import { caseTitle } from "@/components/support/case/case-words";
import { SupportCaseView } from "@/components/support/case/support-case-view";
import { TransferCase } from "@/components/transfers/transfer-case";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireStaff } from "@/lib/auth/page";
import { CaseParams } from "@/lib/contracts/support/support";
import { CaseNoteListQuery } from "@/lib/contracts/support/support-desk";
import { caseName } from "@/lib/domain/support/cases";
import { createQueryClient } from "@/lib/queries/client";
import { supportCaseQuery } from "@/lib/queries/cases/support";
import { supportTransferQuery } from "@/lib/queries/cases/transfers";
import { caseNotesQuery } from "@/lib/queries/cases/support-desk";
import { listCaseNotes } from "@/lib/support/case-notes";
import { getCase } from "@/lib/support/get-case";
import { lookAtTransfer } from "@/lib/transfers/reading/read-transfer";
import { supportPage } from "@/lib/addresses/pages";

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
  const { transfer } = entry;
  if (transfer) {
    await orNotFound(
      client.query({
        ...supportTransferQuery(transfer.id),
        queryFn: async () => ({ transfer: await lookAtTransfer(ctx, transfer.id) }),
      }),
    );
  }
  await orNotFound(
    client.infiniteQuery({
      ...caseNotesQuery(caseId),
      queryFn: () => listCaseNotes(ctx, caseId, CaseNoteListQuery.parse({})),
    }),
  );
  const now = new Date().toISOString();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        breadcrumb={
          <>
            <Link href={supportPage()} className="hover:text-ink">
              Support
            </Link>{" "}
            <span>{`/ ${caseName(entry.number)}`}</span>
          </>
        }
        title={caseTitle(entry)}
        purpose="The audit log of each account records this visit and your answer."
      />
      <SupportCaseView caseId={caseId} now={now}>
        {transfer ? <TransferCase transferId={transfer.id} now={now} /> : null}
      </SupportCaseView>
      <CaseNotes caseId={caseId} now={now} />
    </HydrationBoundary>
  );
}
