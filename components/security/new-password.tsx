"use client";

import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Mark } from "@/components/ui/marks/mark";
import { signOut } from "@/lib/queries/people/sessions";
import { signInPage } from "@/lib/addresses/pages";

import { PasswordForm } from "./password-form";

type NewPasswordProps = {
  readonly email: string;
  /** The page of this site to go on to. */
  readonly next: string;
};

/** What stands before everything else while the operator's password is in use. */
export function NewPassword({ email, next }: NewPasswordProps) {
  const [isLeaving, setIsLeaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async () => {
    setIsLeaving(true);
    const failure = await signOut();
    if (failure === null) return globalThis.location.assign(signInPage({ reason: "signed-out" }));
    setProblem(failure);
    setIsLeaving(false);
  };
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-6 py-8 nav:py-12">
      <div className="flex items-center gap-2.5">
        <Mark isTwoTone className="size-7" />
        <span className="text-lg font-semibold tracking-[-0.012em]">Countersign</span>
      </div>
      <div className="my-auto py-10">
        <h1 className="text-2xl font-semibold tracking-[-0.02em]">Choose your own password</h1>
        <p className="mt-1.5 mb-8 text-muted">
          The operator chose the one that you signed in with, so somebody else knows it. Until you have chosen
          your own, nothing else is open to you.
        </p>
        {/* A full navigation: every page is drawn anew, for somebody to whom it is open. */}
        <PasswordForm title="Password" email={email} onChanged={() => globalThis.location.assign(next)}>
          Your current password is the one that the operator gave you.
        </PasswordForm>
      </div>
      <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-muted">
        <span className="min-w-0 wrap-anywhere">{`Signed in as ${email}`}</span>
        <Button isBusy={isLeaving} onClick={() => void leave()}>
          Sign out
        </Button>
      </p>
      <p role="alert" className="mt-2 text-sm text-danger empty:hidden">
        {problem}
      </p>
    </main>
  );
}
