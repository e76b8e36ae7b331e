import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { keyListPage, keyPolicyPage } from "@/lib/view/routes";

type CreationRefusedProps = {
  readonly accountId: string;
  readonly reason: "go_live_required" | "account_closed";
};

/** Stands in place of the form where nobody can make a key: why, and the way out. */
export function CreationRefused({ accountId, reason }: CreationRefusedProps) {
  return (
    <div className="max-w-160">
      {reason === "account_closed" ? (
        <Callout tone="caution" title="This account is closed">
          <p>Calls with its keys are refused, and no new ones can be made.</p>
          <div className="mt-3">
            <LinkButton href={keyListPage(accountId)}>Back to the keys</LinkButton>
          </div>
        </Callout>
      ) : (
        <Callout tone="caution" title="Keys of this account come from Go Live">
          <p>
            The key policy asks for Go Live: create the key in a sandbox account, try it there, and take it to
            production. An admin can change the policy.
          </p>
          <div className="mt-3 flex flex-wrap gap-2">
            <LinkButton href={keyPolicyPage(accountId)}>See the key policy</LinkButton>
            <LinkButton href={keyListPage(accountId)} variant="quiet">
              Back to the keys
            </LinkButton>
          </div>
        </Callout>
      )}
    </div>
  );
}
