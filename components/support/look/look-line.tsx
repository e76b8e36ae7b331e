import { Link } from "@/components/ui/links/link";
import { supportCasePage } from "@/lib/addresses/pages";
import type { Look } from "@/lib/contracts/support/support-desk";
import { exactMinute } from "@/lib/domain/format/dates";
import { caseName } from "@/lib/domain/support/cases";

/** Why an account is open to whoever of support reads its page, and until when. */
export function LookLine({ look }: { readonly look: Look }) {
  return (
    <p className="mb-6 max-w-160 text-sm wrap-anywhere text-muted">
      {look.case ? (
        <>
          <span>You look at this account with</span>{" "}
          <Link
            href={supportCasePage(look.case.id)}
            prefetch={false}
            className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
          >
            {caseName(look.case.number)}
          </Link>
          <span>{`, which changes of plan, feature and limits carry. Open until ${exactMinute(look.until)}.`}</span>
        </>
      ) : (
        <span>{`${look.transferId ? "You look at this account for a transfer" : `Your reason: ${look.reason ?? ""}`}. Open until ${exactMinute(look.until)}.`}</span>
      )}
    </p>
  );
}
