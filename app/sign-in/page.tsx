import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";

import { signInNotice } from "@/components/sign-in/notice";
import { SignIn } from "@/components/sign-in/sign-in";
import { orNotFound } from "@/lib/auth/page";
import { pageSession } from "@/lib/auth/session";
import { signInChoices } from "@/lib/auth/sign-in-choices";
import { safeNextPath } from "@/lib/view/next-path";
import { homePage } from "@/lib/view/routes";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who is signed in already goes on to where the address wanted to lead. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const query = await searchParams;
  const one = (name: string) => [query[name]].flat()[0];
  const next = safeNextPath(one("next"));
  // safeNextPath lets through paths of this site only; one that no page serves ends at "not found".
  if (await orNotFound(pageSession())) redirect((next ?? homePage()) as Route);
  const choices = await orNotFound(signInChoices());
  const notice = signInNotice({ reason: one("reason"), error: one("error") });
  return <SignIn next={next} notice={notice} oidcName={choices.oidcName} demo={choices.demo} />;
}
