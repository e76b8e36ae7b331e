import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { AdminsOnly } from "@/components/admins-only/admins-only";
import { AuditLog } from "@/components/audit-log/audit-log";
import { listAuditActors, listAuditEvents, nameAuditSubject } from "@/lib/audit/list";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { AuditListQuery } from "@/lib/contracts/accounts/audit";
import { permits } from "@/lib/domain/people/profiles";
import type { AuditFilters } from "@/lib/domain/record/audit-search";
import { holdsSecret } from "@/lib/domain/secrets/secrets-in-text";
import { auditEventsQuery } from "@/lib/queries/accounts/audit-log";
import { createQueryClient } from "@/lib/queries/client";
import { auditSearchText } from "@/components/audit-log/audit-filters";
import { auditLogPage } from "@/lib/addresses/pages";

export const metadata: Metadata = { title: "Audit log" };

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The filters in the URL; one that can't be understood is left out, so that a mistyped address still opens. */
function readFilters(search: SearchParams): AuditFilters {
  const names = ["q", "keyId", "action", "actorId", "subjectId", "from", "to"] as const;
  const filters: Partial<Record<keyof AuditFilters, string>> = {};
  for (const name of names) {
    const given = search[name];
    const value = name === "q" && typeof given === "string" ? auditSearchText(given) : given;
    if (typeof value === "string" && value !== "" && AuditListQuery.shape[name].safeParse(value).success)
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
  const search = await searchParams;
  const filters = readFilters(search);
  // A key that somebody pasted into the address does not stay there (R9).
  if (typeof search["q"] === "string" && holdsSecret(search["q"])) redirect(auditLogPage(accountId, filters));
  // Each filter is good by itself; To may still be before From, which the page says at the field.
  const wanted = AuditListQuery.safeParse(filters);
  const client = createQueryClient();
  const nameOf = (id: string | undefined) => (id === undefined ? null : nameAuditSubject(ctx, id));
  const [actors, keyName, subjectName] = await orNotFound(
    Promise.all([
      listAuditActors(ctx),
      nameOf(filters.keyId),
      nameOf(filters.subjectId),
      wanted.success
        ? client.infiniteQuery({
            ...auditEventsQuery(accountId, filters),
            queryFn: () => listAuditEvents(ctx, wanted.data),
          })
        : null,
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AuditLog
        accountId={accountId}
        accountName={ctx.account.name}
        filters={filters}
        names={{ key: keyName, subject: subjectName }}
        actors={actors.data}
        now={new Date().toISOString()}
      />
    </HydrationBoundary>
  );
}
