"use client";

import { useRef, useState, type FormEvent, type RefObject } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { RequestError } from "@/lib/queries/request";
import { signIn } from "@/lib/queries/people/sessions";

export type Credentials = { readonly email: string; readonly password: string };

type PasswordFormProps = {
  readonly next: string | null;
  readonly credentials: Credentials;
  readonly onChange: (credentials: Credentials) => void;
  readonly submitRef: RefObject<HTMLButtonElement | null>;
};

/** The form to sign in with email and password. A refusal is said above the button, and keeps what was typed. */
export function PasswordForm({ next, credentials, onChange, submitRef }: PasswordFormProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setRefusal(null);
    try {
      await signIn(credentials);
      // A full navigation: nothing of whoever was here before stays in memory.
      globalThis.location.assign(next ?? "/");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
      setIsBusy(false);
      const wrong = error.errors[0]?.pointer === "/email" ? "email" : "password";
      form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
    }
  };
  const errorAt = (pointer: string) => refusal?.errors.find((error) => error.pointer === pointer)?.detail;
  const isGeneral = refusal !== null && refusal.errors.length === 0;

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="mt-6 flex flex-col gap-4"
    >
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={credentials.email}
        error={errorAt("/email")}
        onChange={(event) => onChange({ ...credentials, email: event.target.value })}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        value={credentials.password}
        error={errorAt("/password")}
        onChange={(event) => onChange({ ...credentials, password: event.target.value })}
      />
      <p role="alert" className="text-sm text-danger empty:hidden">
        {isGeneral ? refusal.message : null}
      </p>
      <Button ref={submitRef} type="submit" variant="primary" isBusy={isBusy} className="h-10">
        Sign in
      </Button>
    </form>
  );
}
