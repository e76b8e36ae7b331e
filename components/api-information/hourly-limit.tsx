"use client";

import { useQuery } from "@tanstack/react-query";

import { QuotaText } from "@/components/key-parts/words/quota-text";
import type { CallQuota } from "@/lib/contracts/keys/call-quota";
import { callQuotaQuery } from "@/lib/queries/keys/key-usage";

type HourlyLimitProps = { readonly accountId: string; readonly start: CallQuota };

/** R10: how much of this hour's calls is used, going on while one looks. */
export function HourlyLimit({ accountId, start }: HourlyLimitProps) {
  const { data } = useQuery({ ...callQuotaQuery(accountId, null), initialData: start });
  return <QuotaText quota={data} />;
}
