"use client";

import { useState, type FormEvent } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { useLinkToken } from "@/components/ui/links/use-link-token";
import { forgottenPasswordPage, signInPage } from "@/lib/addresses/pages";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/domain/people/passwords";
import { RequestError } from "@/lib/queries/request";
import { chooseForgottenPassword } from "@/lib/queries/people/sessions";
import { failureOf } from "@/lib/queries/failure";

/** Chooses another password by the link of the address. What was typed goes nowhere but into the request. */
export function ChooseForm() {
  const token = useLinkToken();
  const [newPassword, setNewPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  if (token === undefined) return <Skeleton className="h-32 w-full" />;
  if (token === null || refusal?.code === "link_not_valid") return <NoLink />;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setRefusal(null);
    try {
      await chooseForgottenPassword({ token, newPassword });
      // A full navigation: what was typed does not stay in memory.
      globalThis.location.assign(signInPage({ reason: "new-password" }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
      setIsBusy(false);
    }
  };
  const fault = refusal?.errors.find((error) => error.pointer === "/newPassword")?.detail;
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        hint={`${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters, spaces included. Four words that don’t belong together are easy to remember and hard to guess.`}
        value={newPassword}
        error={fault}
        onChange={(event) => setNewPassword(event.target.value)}
      />
      {refusal && fault === undefined ? (
        <ErrorState {...failureOf(refusal, "The password has not changed")} />
      ) : null}
      <Button type="submit" variant="primary" isBusy={isBusy} className="h-10">
        Change password
      </Button>
    </form>
  );
}

function NoLink() {
  return (
    <div role="alert" className="flex flex-col gap-4">
      <Callout tone="caution" title="This link does not work, or not any more">
        Each link works once, for 30 minutes, and asking for another one ends it. Open it from the mail, or
        ask for a new one.
      </Callout>
      <p>
        <Link href={forgottenPasswordPage()} className="underline underline-offset-3">
          Ask for another link
        </Link>
      </p>
    </div>
  );
}
