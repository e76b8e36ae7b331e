import { Link } from "@/components/ui/links/link";
import { transfersPage } from "@/lib/addresses/pages";
import type { AccountSummary } from "@/lib/contracts/people/sessions";
import { permits } from "@/lib/domain/people/profiles";

/** Stands on every page of a closed account (S3): what that means, and whom to ask. */
export function ClosedBand({ account }: { readonly account: AccountSummary }) {
  return (
    <aside
      aria-label="Closed account"
      className="border-y border-line bg-caution-soft px-4 py-2 text-sm nav:px-8"
    >
      <p className="max-w-200">
        <strong className="font-semibold text-caution">{`${account.name} is closed.`}</strong>{" "}
        <span>
          Its apps work on, its long-lived keys are refused, and nothing can be changed here. Everything stays
          to be read.
        </span>
      </p>
      <p className="max-w-200">
        {permits(account.profile, "key:transfer") ? (
          <>
            <span>Its apps can still go to another account by a</span>{" "}
            <Link href={transfersPage(account.id)} className="underline">
              transfer
            </Link>
            <span>, or be revoked. Ask support to open the account again.</span>
          </>
        ) : (
          "Ask an admin of this account, or support, what is to become of it."
        )}
      </p>
    </aside>
  );
}
