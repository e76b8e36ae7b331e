import { Callout } from "@/components/ui/callout";

type Admin = { readonly id: string; readonly name: string; readonly email: string };

/** R2 for a person whose profile does not manage keys: the rule, and who can help. */
export function AdminsOnly({ admins }: { readonly admins: readonly Admin[] }) {
  return (
    <div className="max-w-160">
      <Callout tone="neutral" title="Only admins of this account manage its integration keys">
        {admins.length === 0 ? (
          <p>This account has no active admin at present. Ask your organization's admin or support.</p>
        ) : (
          <>
            <p>Ask one of them for a key, or to change your profile:</p>
            <ul className="mt-2 flex flex-col gap-1">
              {admins.map((admin) => (
                <li key={admin.id}>
                  {admin.name}{" "}
                  <a href={`mailto:${admin.email}`} className="break-all text-muted underline">
                    {admin.email}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Callout>
    </div>
  );
}
