import { LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { PageHead } from "@/components/ui/page-head";
import type { Profile } from "@/lib/domain/people/profiles";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import { apiInformationPage } from "@/lib/addresses/pages";

type Admin = { readonly id: string; readonly name: string; readonly email: string };

type AdminsOnlyProps = {
  readonly accountId: string;
  readonly title: string;
  /** What is for admins, as a sentence: "Only an admin sees the members." */
  readonly rule: string;
  readonly profile: Profile;
  /** Who can help. */
  readonly admins: readonly Admin[];
};

/** The page in place of one that the person's profile may not see (R2): the rule, and who can help. */
export function AdminsOnly({ accountId, title, rule, profile, admins }: AdminsOnlyProps) {
  return (
    <>
      <PageHead title={title} />
      <div className="flex max-w-160 flex-col items-start gap-4">
        <Callout tone="neutral" title={rule}>
          <p>{`Your profile in this account is ${PROFILE_LABELS[profile]}. ${
            admins.length > 0
              ? "An admin can change it, or do for you what you came for:"
              : "This account has no active admin at present. Ask the operator of this console."
          }`}</p>
          {admins.length > 0 ? <Admins admins={admins} /> : null}
        </Callout>
        <LinkButton href={apiInformationPage(accountId)}>Open API Information</LinkButton>
      </div>
    </>
  );
}

function Admins({ admins }: Pick<AdminsOnlyProps, "admins">) {
  return (
    <ul className="mt-2 flex flex-col gap-1">
      {admins.map((admin) => (
        <li key={admin.id} className="wrap-anywhere">
          <span>{admin.name}</span>{" "}
          <a href={`mailto:${admin.email}`} className="text-muted underline">
            {admin.email}
          </a>
        </li>
      ))}
    </ul>
  );
}
