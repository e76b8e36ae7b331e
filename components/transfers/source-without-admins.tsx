import { LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { newKeyPage } from "@/lib/addresses/pages";
import type { Transfer } from "@/lib/contracts/accounts/transfers";

/** Where whoever looks can make a new app; null where he or she manages no sandbox account. */
export type NewKeyPlace = { readonly accountId: string; readonly accountName: string } | null;

type SourceWithoutAdminsProps = {
  readonly transfer: Transfer;
  /** "support" where the operator's people look, who make no keys. */
  readonly newKey: NewKeyPlace | "support";
};

/** That the source has lost its admins: who stands in, or that nobody can, and what to do in place of the transfer (S3). */
export function SourceWithoutAdmins({ transfer, newKey }: SourceWithoutAdminsProps) {
  const { standIn, source } = transfer;
  if (standIn.outcome === "not_needed") return null;
  if (standIn.outcome === "possible") {
    return (
      <Callout tone="neutral" title={`${source.name} has no active admin left.`}>
        {`An admin of the organization ${standIn.organization} may confirm in their place: it has proven that it owns the mail domain of who requested the Go Live review.`}
      </Callout>
    );
  }
  return (
    <Callout
      tone="danger"
      title={`Nobody can confirm for ${source.name}, so this transfer comes to nothing.`}
    >
      <p>It has no active admin left, and nobody may stand in:</p>
      <ul className="mt-1 list-disc pl-5">
        {standIn.faults.map(({ code, detail }) => (
          <li key={code}>{detail}</li>
        ))}
      </ul>
      <p className="mt-2">{deadEndAdvice(transfer)}</p>
      <WayOut transfer={transfer} newKey={newKey} />
    </Callout>
  );
}

/** What is done in place of a transfer that nobody can confirm. */
export function deadEndAdvice({ environment, destination }: Transfer): string {
  const programs = "Its programs get the new GUID and secrets; the old app goes on until it is revoked.";
  return environment === "production"
    ? `Make a new app in a sandbox account and take it live to ${destination.name} through Go Live. ${programs}`
    : `Make a new app in ${destination.name}. ${programs}`;
}

function WayOut({ transfer, newKey }: SourceWithoutAdminsProps) {
  if (newKey === "support") return null;
  if (newKey === null) {
    return (
      <p className="mt-2">
        You manage no sandbox account. Ask a colleague who does, or the operator of this console for one.
      </p>
    );
  }
  return (
    <LinkButton
      href={newKeyPage(newKey.accountId, { method: "oauth", name: transfer.keyName })}
      className="mt-3"
    >
      {`Make a new app in ${newKey.accountName}`}
    </LinkButton>
  );
}
