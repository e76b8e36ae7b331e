"use client";

import { useRef, useState } from "react";

import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import { Mark } from "@/components/ui/marks/mark";
import { forgottenPasswordPage, outboxPage } from "@/lib/addresses/pages";
import type { DemoPerson } from "@/lib/contracts/people/sessions";

import { DemoRegister } from "./demo-register";
import type { SignInCallout } from "./callout";
import { OidcButton } from "./oidc-button";
import { PasswordForm, type Credentials } from "./password-form";

type SignInProps = {
  /** A page of this site to go to afterwards. */
  readonly next: string | null;
  /** The address of mail to begin with, where whoever sent the person here knew it. */
  readonly email: string;
  readonly callout: SignInCallout | null;
  readonly oidcName: string | null;
  /** False where nobody signs in by password. */
  readonly hasPassword: boolean;
  readonly demo: { readonly password: string; readonly people: readonly DemoPerson[] } | null;
};

/** The whole sign-in page: the form on paper, and beside it the register of the demo, or the mark. */
export function SignIn({ next, email, callout, oidcName, hasPassword, demo }: SignInProps) {
  const [credentials, setCredentials] = useState<Credentials>({ email, password: "" });
  const submit = useRef<HTMLButtonElement>(null);
  const choose = (person: DemoPerson) => {
    if (!demo) return;
    setCredentials({ email: person.email, password: demo.password });
    submit.current?.focus();
  };
  return (
    <main className="grid min-h-dvh bg-paper nav:grid-cols-[minmax(26rem,2fr)_3fr]">
      <div className="mx-auto flex w-full max-w-md flex-col px-6 py-8 nav:py-12">
        <div className="flex items-center gap-2.5">
          <Mark isTwoTone className="size-7" />
          <span className="text-lg font-semibold tracking-[-0.012em]">Countersign</span>
        </div>
        <div className="my-auto py-10">
          <h1 className="text-2xl font-semibold tracking-[-0.02em]">Sign in</h1>
          <p className="mt-1.5 text-muted">Issue integration keys, watch them, end them at once.</p>
          {callout ? (
            <output className="mt-6 block">
              <Callout tone={callout.tone}>{callout.text}</Callout>
            </output>
          ) : null}
          {hasPassword ? (
            <PasswordForm
              next={next}
              credentials={credentials}
              onChange={setCredentials}
              submitRef={submit}
            />
          ) : null}
          {hasPassword ? (
            <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
              <Link href={forgottenPasswordPage()} className="underline underline-offset-3">
                Forgotten password
              </Link>
              {demo ? (
                <Link href={outboxPage()} className="underline underline-offset-3">
                  Outbox
                </Link>
              ) : null}
            </p>
          ) : null}
          {oidcName ? <OidcButton name={oidcName} next={next} isOnlyWay={!hasPassword} /> : null}
        </div>
        <p className="text-sm text-muted">{`No access yet, or locked out? Ask the operator of this console, who adds people${hasPassword ? " and sets new passwords" : ""}, or an admin of your account, who invites them. Nobody registers here.`}</p>
      </div>
      <div className="relative overflow-hidden bg-[light-dark(#10402d,#0c2a1f)] text-[#e9f3ec]">
        <Mark className="pointer-events-none absolute -right-[18%] -bottom-[22%] size-[44rem] text-[light-dark(#174d37,#123628)] max-nav:hidden" />
        {demo ? <DemoRegister demo={demo} onChoose={choose} /> : <Motto />}
      </div>
    </main>
  );
}

function Motto() {
  return (
    <div className="relative flex h-full flex-col justify-end px-6 py-8 sm:px-10 nav:px-16 nav:py-14">
      <p className="max-w-md text-2xl font-semibold tracking-[-0.02em]">
        The second signature makes the document valid.
      </p>
      <p className="mt-3 max-w-md text-lg text-[#bcd6c6]">
        Every call of every key is checked here, so a revoked key is dead the moment the button says so.
      </p>
    </div>
  );
}
