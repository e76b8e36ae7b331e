import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { NotAvailable } from "@/components/access-request/not-available";
import { AdminsOnly } from "@/components/admins-only/admins-only";
import { getAccessRequest } from "@/lib/accounts/access-request";
import { listAccountAdmins } from "@/lib/accounts/admins";
import { orNotFound, type requireAccount } from "@/lib/auth/page";
import { availabilityOf } from "@/lib/domain/keys/availability";
import { permits, type Permission } from "@/lib/domain/people/profiles";
import { createQueryClient } from "@/lib/queries/client";
import { accessRequestQuery } from "@/lib/queries/cases/support";

type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

/**
 * The page in place of one about keys that this person can't have here: which condition of R1 is missing, or R2 and
 * who can help. Null where the page is theirs. The capabilities decide; this only says it in full.
 */
export async function keysRefusal(ctx: AccountContext, permission: Permission): Promise<ReactNode> {
  const availability = availabilityOf(ctx.account);
  if (availability !== "available") {
    const client = createQueryClient();
    const canRequest = permits(ctx.profile, "access:request");
    if (canRequest) {
      await orNotFound(
        client.query({ ...accessRequestQuery(ctx.account.id), queryFn: () => getAccessRequest(ctx) }),
      );
    }
    return (
      <HydrationBoundary state={dehydrate(client)}>
        <NotAvailable
          accountId={ctx.account.id}
          accountName={ctx.account.name}
          availability={availability}
          plan={ctx.account.plan}
          canRequest={canRequest}
          now={new Date().toISOString()}
        />
      </HydrationBoundary>
    );
  }
  if (permits(ctx.profile, permission)) return null;
  return (
    <AdminsOnly
      accountId={ctx.account.id}
      title="Integration keys"
      rule="Only admins of this account manage its integration keys."
      profile={ctx.profile}
      admins={await orNotFound(listAccountAdmins(ctx))}
    />
  );
}
