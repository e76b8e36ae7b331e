import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";

import { NewPassword } from "@/components/security/new-password";
import { orNotFound } from "@/lib/auth/page";
import { pageSession } from "@/lib/auth/session";
import { safeNextPath } from "@/lib/addresses/next-path";
import { homePage, signInPage } from "@/lib/addresses/pages";

export const metadata: Metadata = { title: "Choose your own password" };

type NewPasswordPageProps = {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * The page on which a person replaces the password that the operator chose; whoever has an own one goes on to where
 * the address wanted to lead.
 */
export default async function NewPasswordPage({ searchParams }: NewPasswordPageProps) {
  const session = await orNotFound(pageSession());
  if (!session) redirect(signInPage({ reason: "ended" }));
  const next = safeNextPath([(await searchParams)["next"]].flat()[0]) ?? homePage();
  // safeNextPath lets through paths of this site only.
  if (!session.mustChangePassword) redirect(next as Route);
  return <NewPassword email={session.user.email} next={next} />;
}
