import { LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyRefusalText } from "@/lib/domain/keys/key-lifecycle";
import { keyPage, newKeyPage } from "@/lib/addresses/pages";

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
          {old.method === "oauth" ? (
            <LinkButton href={keyPage(accountId, old.id, { tab: "credentials" })}>
              See its credentials
            </LinkButton>
          ) : (
            <LinkButton href={newKeyPage(accountId, { name: old.name, scopes: old.scopes.join(" ") })}>
              Create a new key like it
            </LinkButton>
          )}
        </div>
      </Callout>
    </div>
  );
}

function refusalText(old: IntegrationKey): string {
  if (old.method === "oauth") {
    return old.status === "revoked"
      ? "This app is revoked, which is final. Create a new one instead."
      : "Apps are not replaced: their secrets and key pairs are, one after the other.";
  }
  switch (old.status) {
    case "revoked":
      return keyRefusalText("key_already_revoked");
    case "retiring":
      return keyRefusalText("key_already_replaced");
    case "expired":
    case "active":
      if (old.replacedByKeyId !== null) return keyRefusalText("key_already_replaced");
      return `Only ${old.createdBy.name} or an admin of this account can replace it.`;
  }
}
