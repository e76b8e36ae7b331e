import { infiniteQueryOptions, mutationOptions } from "@tanstack/react-query";

import type { AuditEventList, ChainVerification } from "../../contracts/accounts/audit";
import type { AuditFilters } from "../../domain/record/audit-search";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/audit-events`;

function searchOf(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filters).filter(([, value]) => value !== undefined && value !== ""),
  );
}

export const auditQueryKeys = {
  account: (accountId: string) => ["accounts", accountId, "audit-events"] as const,
};

export function auditEventsQuery(accountId: string, filters: AuditFilters) {
  return infiniteQueryOptions({
    queryKey: [...auditQueryKeys.account(accountId), "list", filters],
    queryFn: ({ pageParam, signal }) => {
      const search = searchOf(filters);
      if (pageParam !== null) search.set("cursor", String(pageParam));
      return request<AuditEventList>(`${base(accountId)}?${search}`, { signal });
    },
    // The first page has no cursor.
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Checks the record's chain. No query: it is run when somebody asks for it, and its answer is of that moment. */
export function verifyChainMutation(accountId: string) {
  return mutationOptions({
    mutationFn: () => request<ChainVerification>(`${base(accountId)}/verification`),
    retry: false,
  });
}

/** The address of the download with the same filters. */
export function auditExportPath(accountId: string, filters: AuditFilters, format: "csv" | "json"): string {
  const search = searchOf(filters);
  search.set("format", format);
  return `${base(accountId)}/export?${search}`;
}
