import { Time } from "@/components/ui/time";
import type { AppOrganization } from "@/lib/contracts/people/connected-apps";
import { notBefore } from "@/lib/domain/time/not-before";

type ConsentOrganizationsProps = {
  readonly organizations: readonly AppOrganization[];
  readonly now: string;
};

/** Organizations that let the app act for all people of their domains. */
export function ConsentOrganizations({ organizations, now }: ConsentOrganizationsProps) {
  return (
    <section aria-label="Organizations that authorized this app">
      <h2 className="font-semibold">Organizations</h2>
      <p className="mt-1 text-muted">
        Nobody of their domains is asked. Whom the app has acted for stands among the people.
      </p>
      <ul className="mt-2 flex flex-col divide-y divide-line border-y border-line">
        {organizations.map(({ id, name, scopes, givenAt, lastUsedAt }) => (
          <li key={id} className="py-3">
            <p className="font-medium break-words">{name}</p>
            <p className="text-sm break-words">
              <code translate="no">{scopes.join(" ")}</code>
            </p>
            <p className="flex flex-wrap gap-x-1 text-sm text-muted">
              <span>Authorized</span>
              <Time at={givenAt} now={notBefore(now, givenAt)} />
              <span>·</span>
              {lastUsedAt === null ? (
                <span>no token yet</span>
              ) : (
                <>
                  <span>last token</span>
                  <Time at={lastUsedAt} now={notBefore(now, lastUsedAt)} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
