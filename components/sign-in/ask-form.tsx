"use client";

import { useState, type FormEvent } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/fields/field";
import { Link } from "@/components/ui/links/link";
import { ErrorState } from "@/components/ui/states";
import { outboxPage, signInPage } from "@/lib/addresses/pages";
import { RequestError } from "@/lib/queries/request";
import { askForPasswordLink } from "@/lib/queries/people/sessions";
import { failureOf } from "@/lib/queries/failure";

type AskFormProps = {
  /** True in the demo, whose mails are shown. */
  readonly hasOutbox: boolean;
};

/** Asks for a link to choose another password by. What it says does not depend on who has the address. */
export function AskForm({ hasOutbox }: AskFormProps) {
  const [email, setEmail] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setIsAsked(false);
    setRefusal(null);
    try {
      await askForPasswordLink({ email });
      setIsAsked(true);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
    } finally {
      setIsBusy(false);
    }
  };
  const fault = refusal?.errors.find((error) => error.pointer === "/email")?.detail;
  return (
    <>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          error={fault}
          onChange={(event) => setEmail(event.target.value)}
        />
        {refusal && fault === undefined ? <ErrorState {...failureOf(refusal, "No link was sent")} /> : null}
        <output className="empty:hidden">
          {isAsked ? (
            <Callout tone="positive">
              <span>
                If somebody here has this address, a mail with a link is on its way. The link works once, for
                30 minutes.
              </span>
              {hasOutbox ? (
                <>
                  {" "}
                  <Link href={outboxPage()} className="underline underline-offset-3">
                    Open the outbox
                  </Link>
                </>
              ) : null}
            </Callout>
          ) : null}
        </output>
        <Button type="submit" variant="primary" isBusy={isBusy} className="h-10">
          Send link
        </Button>
      </form>
      <p className="mt-6 text-sm">
        <Link href={signInPage()} className="underline underline-offset-3">
          Back to sign-in
        </Link>
      </p>
    </>
  );
}
