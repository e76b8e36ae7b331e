import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { ErrorState } from "@/components/ui/states";
import { setImplicitMutation } from "@/lib/queries/keys/app-credentials";
import { keyQuery } from "@/lib/queries/keys/integration-keys";
import { failureOf } from "@/lib/queries/failure";

import type { CredentialDialogProps } from "./dialog-props";

type ImplicitDialogProps = CredentialDialogProps & {
  /** What is asked for. */
  readonly isAllowed: boolean;
};

const RISKS = [
  "The token stands in the address: in the browser's history, in extensions, in what scripts of the page send on.",
  "Nothing proves that whoever got it is your app. With a code, PKCE does.",
  "It works for 8 hours and can't be renewed: people sign in again.",
] as const;

/** Says what Implicit risks before it is allowed, and what ends when it is not any more. */
export function ImplicitDialog({ app, accountId, isAllowed, onClose }: ImplicitDialogProps) {
  const cache = useQueryClient();
  const change = useMutation({
    ...setImplicitMutation(accountId, app.id),
    onSuccess: (answer) => {
      cache.setQueryData(keyQuery(accountId, app.id).queryKey, answer);
      onClose(isAllowed ? "Implicit is allowed." : "Implicit is switched off.");
    },
  });
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={isAllowed ? "Allow Implicit" : "Switch Implicit off"}
      isDismissible={!change.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={change.isPending}>
            {isAllowed ? "Leave it off" : "Leave it on"}
          </Button>
          <Button
            variant={isAllowed ? "danger" : "primary"}
            isBusy={change.isPending}
            onClick={() => change.mutate(isAllowed)}
          >
            {isAllowed ? "Allow Implicit" : "Switch off"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {isAllowed ? (
          <>
            <ul className="flex list-disc flex-col gap-1.5 pl-5">
              {RISKS.map((risk) => (
                <li key={risk}>{risk}</li>
              ))}
            </ul>
            <p>Allow it for an old client only that can do nothing else, and for no longer than it lives.</p>
          </>
        ) : (
          <p>
            Sign-ins that ask for a token in the address are refused from now on. Those by a code go on
            working.
          </p>
        )}
        {change.error ? <ErrorState {...failureOf(change.error, "Nothing was changed")} /> : null}
      </div>
    </Dialog>
  );
}
