import { Badge } from "@/components/ui/marks/badge";
import type { SupportAccountName } from "@/lib/contracts/support/support";
import { PLAN_LABELS } from "@/lib/domain/keys/availability";

/** Environment, plan and what is out of the ordinary, in a line. */
export function AccountFactsLine({ account }: { readonly account: SupportAccountName }) {
  const isSandbox = account.environment === "sandbox";
  return (
    <span className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <Badge tone={isSandbox ? "sandbox" : "neutral"}>{isSandbox ? "Sandbox" : "Production"}</Badge>
      <span>{planWords(account)}</span>
      {account.status === "closed" ? <Badge tone="danger">Closed</Badge> : null}
    </span>
  );
}

function planWords({ plan, hasIntegrationKeys }: SupportAccountName): string {
  if (plan !== "enterprise") return PLAN_LABELS[plan];
  return `${PLAN_LABELS[plan]}, keys ${hasIntegrationKeys ? "enabled" : "not enabled"}`;
}
