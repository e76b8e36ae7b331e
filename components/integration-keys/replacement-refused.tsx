import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { keyRefusalText } from "@/lib/domain/key-lifecycle";
import { keyPage, newKeyPage } from "@/lib/view/routes";

type ReplacementRefusedProps = { readonly accountId: string; readonly old: IntegrationKey };

/** Stands in place of the form where this key can't be replaced by this person: why, and what to do instead. */
export function ReplacementRefused({ accountId, old }: ReplacementRefusedProps) {
  return (
    <div className="max-w-160">
      <Callout tone="caution" title={`“${old.name}” can't be replaced`}>
        <p>{refusalText(old)}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          {old.replacedByKeyId === null ? null : (
            <LinkButton href={keyPage(accountId, old.replacedByKeyId)}>Open its successor</LinkButton>
          )}
          <LinkButton href={newKeyPage(accountId, { name: old.name, scopes: old.scopes.join(" ") })}>
            Create a new key like it
          </LinkButton>
        </div>
      </Callout>
    </div>
  );
}

function refusalText(old: IntegrationKey): string {
  switch (old.status) {
    case "revoked":
      return keyRefusalText("key_already_revoked");
    case "retiring":
      return keyRefusalText("key_already_replaced");
    case "expired":
      return keyRefusalText("key_expired");
    case "active":
      return old.method === "oauth"
        ? "OAuth apps are not replaced: their secrets are."
        : `Only ${old.createdBy.name} or an admin of this account can replace it.`;
  }
}
