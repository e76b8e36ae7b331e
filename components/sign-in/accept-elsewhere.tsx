import { useState } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { invitationPage, signInPage } from "@/lib/addresses/pages";
import { signOut } from "@/lib/queries/people/sessions";

/** For a person who is here already, and not signed in: this page comes back after it. */
export function AcceptSignIn({ email }: { readonly email: string }) {
  return (
    <div className="flex flex-col gap-4">
      <p>{`${email} is somebody’s address here already. Sign in with it, and accept the invitation then.`}</p>
      <LinkButton href={signInPage({ next: invitationPage() })} variant="primary" className="h-10">
        Sign in to accept
      </LinkButton>
    </div>
  );
}

type AcceptOtherProps = {
  readonly email: string;
  readonly signedInAs: string;
  readonly onSignedOut: () => void;
};

/** For somebody else than the invitation was mailed to. */
export function AcceptOther({ email, signedInAs, onSignedOut }: AcceptOtherProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async () => {
    setIsBusy(true);
    setProblem(await signOut());
    setIsBusy(false);
    onSignedOut();
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="wrap-anywhere">{`You are signed in as ${signedInAs}, and this invitation is for ${email} alone.`}</p>
      <p role="alert" className="text-sm text-danger empty:hidden">
        {problem}
      </p>
      <Button variant="primary" isBusy={isBusy} onClick={() => void leave()} className="h-10">
        Sign out
      </Button>
    </div>
  );
}
