import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import Link from "next/link";

import { SupportAccountView } from "@/components/support/support-account-view";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireStaff } from "@/lib/auth/page";
import { SupportAccountParams } from "@/lib/contracts/support";
import { createQueryClient } from "@/lib/queries/client";
import { supportAccountQuery } from "@/lib/queries/support";
import { getSupportAccount } from "@/lib/support/account";
import { supportPage } from "@/lib/view/routes";

export const metadata: Metadata = { title: "Account · Support" };

export default async function Page({ params }: PageProps<"/support/accounts/[accountId]">) {
  const ctx = await requireStaff();
  const wanted = SupportAccountParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { accountId } = wanted.data;
  const client = createQueryClient();
  const { account } = await orNotFound(
    client.query({
      ...supportAccountQuery(accountId),
      queryFn: async () => ({ account: await getSupportAccount(ctx, accountId) }),
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
        title={account.name}
        purpose="The account's audit log records this visit and every change you make."
      />
      <SupportAccountView accountId={accountId} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
