import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { PageHead } from "@/components/ui/page-head";
import type { Profile } from "@/lib/domain/profiles";
import { PROFILE_LABELS } from "@/lib/view/profile-words";
import { apiInformationPage } from "@/lib/view/routes";

type AdminsOnlyProps = {
  readonly accountId: string;
  readonly title: string;
  /** What the page shows, to end the sentence "Only an admin sees …". */
  readonly what: string;
  readonly profile: Profile;
  /** Who can help. */
  readonly admins: readonly { readonly id: string; readonly name: string; readonly email: string }[];
};

/** The page in place of one that the person's profile may not see (R2). */
export function AdminsOnly({ accountId, title, what, profile, admins }: AdminsOnlyProps) {
  return (
    <>
      <PageHead title={title} />
      <div className="flex max-w-160 flex-col items-start gap-4">
        <Callout tone="neutral" title={`Only an admin sees ${what}.`}>
          <p>Your profile in this account is {PROFILE_LABELS[profile]}. An admin can change it:</p>
          <ul className="mt-2 flex flex-col gap-1">
            {admins.map((admin) => (
              <li key={admin.id} className="wrap-anywhere">
                {admin.name}{" "}
                <a href={`mailto:${admin.email}`} className="text-muted underline">
                  {admin.email}
                </a>
              </li>
            ))}
          </ul>
        </Callout>
        <LinkButton href={apiInformationPage(accountId)}>Open API Information</LinkButton>
      </div>
    </>
  );
}
