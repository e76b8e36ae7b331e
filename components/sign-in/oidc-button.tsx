"use client";

import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RequestError } from "@/lib/queries/request";
import { startOidcSignIn } from "@/lib/queries/people/sessions";

type OidcButtonProps = {
  /** What the operator calls the sign-in service. */
  readonly name: string;
  readonly next: string | null;
  /** True where nobody signs in by password. */
  readonly isOnlyWay: boolean;
};

/** Signs in at the OpenID Connect issuer that the operator configured. */
export function OidcButton({ name, next, isOnlyWay }: OidcButtonProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      const { url } = await startOidcSignIn(next);
      globalThis.location.assign(url);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const otherWay = isOnlyWay ? "Try again later" : "Sign in with your password, or try again later";
      setProblem(`${name} can't be reached now. ${otherWay}.`);
      setIsBusy(false);
    }
  };
  return (
    <div className="mt-4">
      {isOnlyWay ? null : (
        <div aria-hidden="true" className="mb-4 flex items-center gap-3 text-sm text-muted">
          <span className="h-px flex-1 bg-line" />
          or
          <span className="h-px flex-1 bg-line" />
        </div>
      )}
      <Button
        variant={isOnlyWay ? "primary" : "secondary"}
        isBusy={isBusy}
        onClick={() => void start()}
        className="h-10 w-full"
      >{`Continue with ${name}`}</Button>
      <p role="alert" className="mt-2 text-sm text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}
