import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { ErrorState } from "@/components/ui/states";
import { forgetLinkToken } from "@/components/ui/links/use-link-token";
import { apiInformationPage } from "@/lib/addresses/pages";
import { acceptInvitation } from "@/lib/queries/accounts/invitations";
import { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";

type AcceptHereProps = {
  readonly token: string;
  readonly signedInAs: string;
  readonly keptAs: string;
};

/** Accepts as the person who is signed in. */
export function AcceptHere({ token, signedInAs, keptAs }: AcceptHereProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<RequestError | null>(null);
  const accept = async () => {
    setIsBusy(true);
    setRefusal(null);
    try {
      const { accountId } = await acceptInvitation({ token });
      forgetLinkToken(keptAs);
      // A full navigation: what this person may see has changed.
      globalThis.location.assign(apiInformationPage(accountId));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setRefusal(error);
      setIsBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-muted wrap-anywhere">{`You are signed in as ${signedInAs}.`}</p>
      {refusal ? <ErrorState {...failureOf(refusal, "The invitation is not accepted")} /> : null}
      <Button variant="primary" isBusy={isBusy} onClick={() => void accept()} className="h-10">
        Accept invitation
      </Button>
    </div>
  );
}
