import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { PersonLookForm } from "@/components/support/person/person-look-form";
import { SupportPersonView } from "@/components/support/person/support-person-view";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { supportPage } from "@/lib/addresses/pages";
import { orNotFound, orUnasked, requireStaff } from "@/lib/auth/page";
import { SupportPersonParams } from "@/lib/contracts/support/support-people";
import { getPersonAsSupport } from "@/lib/members/everywhere/look";
import { supportPersonQuery } from "@/lib/queries/accounts/account-lifecycle";
import { createQueryClient } from "@/lib/queries/client";

export const metadata: Metadata = { title: "Person · Support" };

const BREADCRUMB = (
  <Link href={supportPage()} className="hover:text-ink">
    Support
  </Link>
);

export default async function Page({ params }: PageProps<"/support/users/[userId]">) {
  const ctx = await requireStaff();
  const wanted = SupportPersonParams.safeParse(await params);
  if (!wanted.success) notFound();
  const { userId } = wanted.data;
  const person = await orNotFound(orUnasked(getPersonAsSupport(ctx, userId)));
  if (!person) {
    return (
      <>
        <PageHead
          breadcrumb={BREADCRUMB}
          title="Why do you look?"
          purpose="A person is opened with a reason. Nothing of the person is shown before."
        />
        <PersonLookForm userId={userId} />
      </>
    );
  }
  const client = createQueryClient();
  client.setQueryData(supportPersonQuery(userId).queryKey, { person });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        breadcrumb={BREADCRUMB}
        title={person.name}
        purpose="The audit log of each of this person’s accounts records why you look, and what you change."
      />
      <SupportPersonView userId={userId} />
    </HydrationBoundary>
  );
}
