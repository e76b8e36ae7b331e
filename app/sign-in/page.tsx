import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";

import { signInCallout } from "@/components/sign-in/callout";
import { SignIn } from "@/components/sign-in/sign-in";
import { orNotFound } from "@/lib/auth/page";
import { pageSession } from "@/lib/auth/session";
import { signInChoices } from "@/lib/auth/sign-in-choices";
import { safeNextPath } from "@/lib/addresses/next-path";
import { homePage } from "@/lib/addresses/pages";

export const metadata: Metadata = { title: "Sign in" };

const EMAIL_MAX_LENGTH = 320;

type SignInPageProps = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The page to sign in on; who is signed in already goes on to where the address wanted to lead. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const query = await searchParams;
  const one = (name: string) => [query[name]].flat()[0];
  const next = safeNextPath(one("next"));
  // safeNextPath lets through paths of this site only; one that no page serves ends at "not found".
  // An app asks for it: who is signed in signs in once more, or as somebody else.
  const isAgain = one("reason") === "again";
  if (!isAgain && (await orNotFound(pageSession()))) redirect((next ?? homePage()) as Route);
  const choices = await orNotFound(signInChoices());
  const callout = signInCallout({ reason: one("reason"), error: one("error") });
  // The way that `npm run admin -- password` opens for one person, where nobody else has a password.
  const isOpened = one("way") === "password";
  return (
    <SignIn
      next={next}
      email={one("email")?.slice(0, EMAIL_MAX_LENGTH) ?? ""}
      callout={callout}
      {...choices}
      hasPassword={choices.hasPassword || isOpened}
    />
  );
}
