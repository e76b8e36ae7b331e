import { useQuery } from "@tanstack/react-query";

import { QuotaText } from "@/components/key-parts/words/quota-text";
import { Skeleton } from "@/components/ui/states";
import { callQuotaQuery } from "@/lib/queries/keys/key-usage";

type KeyQuotaProps = { readonly accountId: string; readonly keyId: string };

/** R10: how much of the account's hourly limit is used, and by this key, going on while one looks. */
export function KeyQuota({ accountId, keyId }: KeyQuotaProps) {
  const { data, isError } = useQuery(callQuotaQuery(accountId, keyId));
  if (data) return <QuotaText quota={data} />;
  return isError ? (
    <span className="text-muted">Can't be shown right now</span>
  ) : (
    <Skeleton className="h-10 w-56" />
  );
}
