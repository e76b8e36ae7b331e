import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { AuditLog } from "@/components/audit-log/audit-log";
import { PageHead } from "@/components/ui/page-head";
import { listAuditActors, listAuditEvents } from "@/lib/audit/list";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { AuditListQuery } from "@/lib/contracts/audit";
import { permits } from "@/lib/domain/profiles";
import { auditEventsQuery, type AuditFilters } from "@/lib/queries/audit-log";
import { createQueryClient } from "@/lib/queries/client";

export const metadata: Metadata = { title: "Audit log" };

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The filters in the URL; one that can't be understood is left out, so that a mistyped address still opens. */
function readFilters(search: SearchParams): AuditFilters {
  const names = ["action", "actorId", "subjectId", "from", "to"] as const;
  const filters: Partial<Record<keyof AuditFilters, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === "string" && AuditListQuery.shape[name].safeParse(value).success)
      filters[name] = value;
  }
  return filters;
}

export default async function Page({ params, searchParams }: PageProps<"/accounts/[accountId]/audit-log">) {
  const { accountId } = await params;
  const ctx = await requireAccount(accountId);
  if (!permits(ctx.profile, "audit:read")) {
    return (
      <AdminsOnly
        accountId={accountId}
        title="Audit log"
        rule="Only an admin sees the audit log."
        profile={ctx.profile}
        admins={await orNotFound(listAccountAdmins(ctx))}
      />
    );
  }
  const filters = readFilters(await searchParams);
  const client = createQueryClient();
  const [actors] = await orNotFound(
    Promise.all([
      listAuditActors(ctx),
      client.infiniteQuery({
        ...auditEventsQuery(accountId, filters),
        queryFn: () => listAuditEvents(ctx, AuditListQuery.parse(filters)),
      }),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Audit log"
        purpose={`Who changed what in ${ctx.account.name}, when and from where. Nobody can change or remove it.`}
      />
      <AuditLog accountId={accountId} filters={filters} actors={actors.data} now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
