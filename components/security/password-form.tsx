"use client";

import { useState, type FormEvent, type ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/fields/field";
import { ErrorState } from "@/components/ui/states";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/domain/people/passwords";
import { RequestError } from "@/lib/queries/request";
import { changePassword } from "@/lib/queries/people/sessions";
import { failureOf } from "@/lib/queries/failure";

type PasswordFormProps = {
  readonly title: string;
  /** What the change does. */
  readonly children: ReactNode;
  /** The person's email, for password managers, which file the password under it. */
  readonly email: string;
  /** Told once the password is changed and the other sessions have ended. */
  readonly onChanged: () => void;
};

const EMPTY = { currentPassword: "", newPassword: "" };

/** Changes the password. What was typed goes nowhere but into the request. */
export function PasswordForm({ title, children, email, onChanged }: PasswordFormProps) {
  const [typed, setTyped] = useState(EMPTY);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  const [isChanged, setIsChanged] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setIsChanged(false);
    setRefusal(null);
    try {
      await changePassword(typed);
      setTyped(EMPTY);
      setIsChanged(true);
      onChanged();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
    } finally {
      setIsBusy(false);
    }
  };
  const field = (name: keyof typeof EMPTY) => ({
    name,
    type: "password",
    value: typed[name],
    error: refusal?.errors.find((error) => error.pointer === `/${name}`)?.detail,
    onChange: (event: { target: HTMLInputElement }) => setTyped({ ...typed, [name]: event.target.value }),
  });

  return (
    <section aria-labelledby="password-title" className="max-w-md">
      <h2 id="password-title" className="text-lg font-semibold">
        {title}
      </h2>
      <p className="text-muted">{children}</p>
      <form
        method="post"
        noValidate
        onSubmit={(event) => void submit(event)}
        className="mt-4 flex flex-col gap-4"
      >
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <TextField label="Current password" autoComplete="current-password" {...field("currentPassword")} />
        <TextField
          label="New password"
          hint={`${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters, spaces included. Four words that don’t belong together are easy to remember and hard to guess; your name, your accounts and common words are not.`}
          autoComplete="new-password"
          {...field("newPassword")}
        />
        {refusal && refusal.errors.length === 0 ? (
          <ErrorState {...failureOf(refusal, "The password has not changed")} />
        ) : null}
        <output className="empty:hidden">
          {isChanged ? (
            <Callout tone="positive">The password has changed, and all other sessions have ended.</Callout>
          ) : null}
        </output>
        <div>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Change password
          </Button>
        </div>
      </form>
    </section>
  );
}
