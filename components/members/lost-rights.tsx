import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/fields/choice";
import type { DeactivationPreview } from "@/lib/contracts/people/members";
import { listed } from "@/lib/domain/format/lists";

type LostRightsProps = {
  readonly organizations: DeactivationPreview["organizations"];
  /** Null for oneself. */
  readonly name: string | null;
  /** Null for an admin of the account, who can't take an organization's last admin away. */
  readonly accept: { readonly isAccepted: boolean; readonly onAccept: (isAccepted: boolean) => void } | null;
};

/** Whether organizations would be left without an admin, which has to be said. */
export function leavesNone(preview: DeactivationPreview | undefined): boolean {
  return preview?.organizations.some(({ isLast }) => isLast) ?? false;
}

/** The organizations of which a person is no admin any more with the part in this account. */
export function LostRights({ organizations, name, accept }: LostRightsProps) {
  if (organizations.length === 0) return null;
  const last = organizations.filter(({ isLast }) => isLast);
  const all = listed(organizations.map((each) => each.name));
  if (last.length > 0 && accept === null) {
    const without = listed(last.map((each) => each.name));
    return (
      <Callout tone="danger">
        {`${name ?? "This person"} is the last admin of ${without}, and this is the last part in its accounts. Ask support to name another admin first, or ask ${name ?? "the person"} to leave the account.`}
      </Callout>
    );
  }
  return (
    <>
      <Callout tone={last.length > 0 ? "danger" : "neutral"}>
        {`${name === null ? "You are" : `${name} is`} no admin of ${all} any more: this is the last part in its accounts. Coming back does not bring that back; support does.`}
      </Callout>
      {last.length > 0 && accept ? (
        <Checkbox
          label={`Leave ${listed(last.map((each) => each.name))} without an admin`}
          hint="Nobody can stand in for its accounts, or prove its domains, until support names another one. Support can do that first."
          checked={accept.isAccepted}
          onChange={(event) => accept.onAccept(event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}
