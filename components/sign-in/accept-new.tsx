import { useState, type FormEvent } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { ErrorState } from "@/components/ui/states";
import { forgetLinkToken } from "@/components/ui/links/use-link-token";
import { apiInformationPage, invitationPage, signInPage } from "@/lib/addresses/pages";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/domain/people/passwords";
import { acceptInvitation } from "@/lib/queries/accounts/invitations";
import { RequestError } from "@/lib/queries/request";
import { signIn } from "@/lib/queries/people/sessions";
import { failureOf } from "@/lib/queries/failure";

import { OidcButton } from "./oidc-button";

type AcceptNewProps = {
  readonly token: string;
  readonly email: string;
  readonly keptAs: string;
  readonly oidcName: string | null;
  readonly hasPassword: boolean;
};

/** For somebody who is not here yet: accepts with a name and a password, or through the issuer. */
export function AcceptNew({ token, email, keptAs, oidcName, hasPassword }: AcceptNewProps) {
  const [typed, setTyped] = useState({ name: "", password: "" });
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setRefusal(null);
    try {
      const { accountId } = await acceptInvitation({ token, ...typed });
      forgetLinkToken(keptAs);
      const next = apiInformationPage(accountId);
      const isIn = await signIn({ email, password: typed.password }).then(
        () => true,
        () => false,
      );
      // A full navigation: what was typed does not stay in memory.
      globalThis.location.assign(isIn ? next : signInPage({ next }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
      setIsBusy(false);
    }
  };
  const errorAt = (pointer: string) => refusal?.errors.find((error) => error.pointer === pointer)?.detail;
  const isGeneral = refusal !== null && refusal.errors.length === 0;
  return (
    <div>
      {hasPassword ? (
        <form
          method="post"
          noValidate
          onSubmit={(event) => void submit(event)}
          className="flex flex-col gap-4"
        >
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <TextField
            label="Your name"
            name="name"
            autoComplete="name"
            value={typed.name}
            error={errorAt("/name")}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            hint={`${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters, spaces included. Four words that don’t belong together are easy to remember and hard to guess.`}
            value={typed.password}
            error={errorAt("/password")}
            onChange={(event) => setTyped({ ...typed, password: event.target.value })}
          />
          {isGeneral ? <ErrorState {...failureOf(refusal, "The invitation is not accepted")} /> : null}
          <Button type="submit" variant="primary" isBusy={isBusy} className="h-10">
            Accept invitation
          </Button>
        </form>
      ) : null}
      {oidcName ? <OidcButton name={oidcName} next={invitationPage()} isOnlyWay={!hasPassword} /> : null}
    </div>
  );
}
