import { LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { keyListPage, keyPolicyPage } from "@/lib/addresses/pages";

import { SandboxWay, type SandboxAccount } from "../sandbox-way";

type CreationRefusedProps = {
  readonly accountId: string;
  readonly reason: "go_live_required" | "account_closed";
  /** Where the person can create keys that go live; left out where a key is replaced, which stays where it is. */
  readonly sandboxes?: readonly SandboxAccount[];
};

/** Stands in place of the form where nobody can make a key: why, and the way out. */
export function CreationRefused({ accountId, reason, sandboxes }: CreationRefusedProps) {
  return (
    <div className="max-w-160">
      {reason === "account_closed" ? (
        <Callout tone="caution" title="This account is closed">
          <p>No key can be made or replaced in it. Support can open it again.</p>
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
          {sandboxes ? (
            <div className="mt-3">
              <SandboxWay sandboxes={sandboxes} method="long_lived" />
            </div>
          ) : null}
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
