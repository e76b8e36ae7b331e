import type { Metadata } from "next";

import { NewAccountForm } from "@/components/support/account/new-account-form";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { supportPage } from "@/lib/addresses/pages";
import { requireStaff } from "@/lib/auth/page";

export const metadata: Metadata = { title: "New account · Support" };

export default async function Page() {
  await requireStaff();
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={supportPage()} className="hover:text-ink">
            Support
          </Link>
        }
        title="New account"
        purpose="An account for a customer, and the mail that invites its first admin."
      />
      <NewAccountForm />
    </>
  );
}
