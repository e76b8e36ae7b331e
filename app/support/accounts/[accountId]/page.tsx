import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { ContinuityPanel } from "@/components/continuity/continuity-panel";
import { AccountCases } from "@/components/support/account/account-cases";
import { AccountKeys } from "@/components/support/account/account-keys";
import { LookForm } from "@/components/support/look/look-form";
import { LookLine } from "@/components/support/look/look-line";
import { AccountLifecycle } from "@/components/support/account/account-lifecycle";
import { SupportAccountView } from "@/components/support/account/support-account-view";
import { RequestAsSupport } from "@/components/transfers/request-as-support";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { supportPage } from "@/lib/addresses/pages";
import { orNotFound, orUnasked, requireStaff } from "@/lib/auth/page";
import { SupportAccountParams } from "@/lib/contracts/support/support";
import { AccountCaseListQuery, SupportKeyListQuery } from "@/lib/contracts/support/support-desk";
import { readAccountContinuity } from "@/lib/organizations/continuity";
import { createQueryClient } from "@/lib/queries/client";
import { accountPeopleQuery } from "@/lib/queries/accounts/account-lifecycle";
import { supportAccountQuery } from "@/lib/queries/cases/support";
import { accountCasesQuery, supportKeysQuery } from "@/lib/queries/cases/support-desk";
import { getSupportAccount } from "@/lib/support/account";
import { getAccountPeople } from "@/lib/organizations/account-people";
import { listAccountCases } from "@/lib/support/list-account-cases";
import { listKeysAsSupport } from "@/lib/support/list-keys";
import { getOpenLook } from "@/lib/support/look";

export const metadata: Metadata = { title: "Account · Support" };

const BREADCRUMB = (
  <Link href={supportPage()} className="hover:text-ink">
    Support
  </Link>
);

export default async function Page({ params, searchParams }: PageProps<"/support/accounts/[accountId]">) {
  const ctx = await requireStaff();
  const wanted = SupportAccountParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { accountId } = wanted.data;
  const look = await orNotFound(getOpenLook(ctx, accountId));
  const client = createQueryClient();
  // Its hour may be over between the one question and the others.
  const read =
    look &&
    (await orNotFound(
      orUnasked(
        Promise.all([
          client.query({
            ...supportAccountQuery(accountId),
            queryFn: async () => ({ account: await getSupportAccount(ctx, accountId) }),
          }),
          readAccountContinuity(ctx, accountId),
          client.infiniteQuery({
            ...supportKeysQuery(accountId, ""),
            queryFn: () => listKeysAsSupport(ctx, accountId, SupportKeyListQuery.parse({})),
          }),
          client.infiniteQuery({
            ...accountCasesQuery(accountId),
            queryFn: () => listAccountCases(ctx, accountId, AccountCaseListQuery.parse({})),
          }),
          client.query({
            ...accountPeopleQuery(accountId),
            queryFn: async () => ({ people: await getAccountPeople(ctx, accountId) }),
          }),
        ]),
      ),
    ));
  if (!look || !read) {
    const { case: named } = await searchParams;
    return (
      <>
        <PageHead
          breadcrumb={BREADCRUMB}
          title="Why do you look?"
          purpose="An account is opened with a reason, or with a case that is about it. Nothing of it is shown before."
        />
        <LookForm
          accountId={accountId}
          caseNumber={typeof named === "string" && /^\d{1,15}$/.test(named) ? named : ""}
        />
      </>
    );
  }
  const [{ account }, continuity] = read;
  const now = new Date().toISOString();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        breadcrumb={BREADCRUMB}
        title={account.name}
        purpose="The account's audit log records why you look, and every change you make."
        action={<RequestAsSupport accountId={accountId} accountName={account.name} />}
      />
      <LookLine look={look} />
      <SupportAccountView accountId={accountId} caseId={look.case?.id} now={now}>
        <div className="my-10 flex flex-col gap-10">
          <AccountCases accountId={accountId} now={now} />
          <AccountKeys accountId={accountId} now={now} />
          <section aria-labelledby="account-continuity">
            <h2 id="account-continuity" className="mb-4 text-lg font-semibold">
              Continuity
            </h2>
            <ContinuityPanel continuity={continuity} now={now} />
          </section>
        </div>
      </SupportAccountView>
      <AccountLifecycle accountId={accountId} />
    </HydrationBoundary>
  );
}
