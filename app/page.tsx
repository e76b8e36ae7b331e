import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";

import { EmptyState } from "@/components/ui/states";
import { getMe } from "@/lib/accounts/me";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { firstAccount, LAST_ACCOUNT_COOKIE } from "@/components/frame/account/last-account";
import { apiInformationPage, organizationPage, supportPage } from "@/lib/addresses/pages";

import { PersonFrame } from "./person-frame";

export const metadata: Metadata = { title: "No account" };

/**
 * The front page, which leads on to the account that was open last, or to support, and tells people without any what
 * to do.
 */
export default async function HomePage() {
  const session = await requireSession();
  const me = await orNotFound(getMe(session));
  const account = firstAccount(me.memberships, (await cookies()).get(LAST_ACCOUNT_COOKIE)?.value);
  if (account) redirect(apiInformationPage(account.id));
  const [organization] = me.organizations;
  if (organization) redirect(organizationPage(organization.id));
  if (me.staffRole) redirect(supportPage());
  return (
    <PersonFrame>
      <h1 className="mb-4 text-xl font-semibold tracking-[-0.012em]">{`Welcome, ${me.user.name}`}</h1>
      <EmptyState title="You are not a member of any account">{`The operator of this console adds people to accounts, you by your address, ${me.user.email}. Ask for that; this page then leads you there.`}</EmptyState>
    </PersonFrame>
  );
}
