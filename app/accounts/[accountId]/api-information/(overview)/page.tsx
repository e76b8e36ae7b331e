import type { Metadata } from "next";

import { AccountFacts } from "@/components/api-information/account-facts";
import { GoLivePath } from "@/components/api-information/go-live-path";
import { KeySummary } from "@/components/api-information/key-summary";
import { QuickStart } from "@/components/api-information/quick-start";
import { ContinuityWarning } from "@/components/members/continuity-note";
import { LinkButton } from "@/components/ui/buttons/button";
import { PageHead } from "@/components/ui/page-head";
import { EmptyState } from "@/components/ui/states";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { KeyListQuery } from "@/lib/contracts/keys/integration-keys";
import { availabilityOf } from "@/lib/domain/keys/availability";
import { permits } from "@/lib/domain/people/profiles";
import { readGoLivePath } from "@/lib/go-live/reading/read-path";
import { readAccountQuota } from "@/lib/integration-keys/calls/call-quota";
import { readKeyCapacity } from "@/lib/integration-keys/keys/reading/capacity";
import { listIntegrationKeys } from "@/lib/integration-keys/keys/reading/list";
import { readContinuity } from "@/lib/members/continuity";
import { LATEST_KEYS } from "@/lib/queries/keys/key-usage";
import { newKeyPage } from "@/lib/addresses/pages";

export const metadata: Metadata = { title: "API Information" };

type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

export default async function ApiInformationPage({
  params,
}: PageProps<"/accounts/[accountId]/api-information">) {
  const ctx = await requireAccount((await params).accountId);
  const { appUrl, gateUrl } = serviceAddresses();
  const availability = availabilityOf(ctx.account);
  const seesKeys = availability === "available" && permits(ctx.profile, "key:read");
  // Only who sees the members can do something about it; in a closed account nobody can.
  const seesMembers = permits(ctx.profile, "member:read") && ctx.account.status === "active";
  const continuity = seesMembers ? await orNotFound(readContinuity(ctx)) : null;
  return (
    <>
      <PageHead
        title="API Information"
        purpose={`What a program needs to call the API for ${ctx.account.name}, and a first call to try.`}
      />
      <div className="flex flex-col gap-10">
        {continuity ? <ContinuityWarning accountId={ctx.account.id} continuity={continuity} /> : null}
        {seesKeys && ctx.account.environment === "sandbox" ? (
          <section aria-labelledby="path-title">
            <h2 id="path-title" className="mb-3 text-lg font-semibold">
              From the first key to production
            </h2>
            <GoLivePath accountId={ctx.account.id} path={await orNotFound(readGoLivePath(ctx))} />
          </section>
        ) : null}
        <section aria-label="Ids and addresses">
          <AccountFacts
            accountId={ctx.account.id}
            userId={ctx.user.id}
            gateUrl={gateUrl}
            consoleUrl={appUrl}
            environment={ctx.account.environment}
            plan={ctx.account.plan}
            availability={availability}
            isClosed={ctx.account.status === "closed"}
            quota={availability === "available" ? await orNotFound(readAccountQuota(ctx)) : null}
          />
        </section>
        <div className="grid gap-x-10 gap-y-10 nav:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <section aria-labelledby="quick-start-title" className="min-w-0">
            <h2 id="quick-start-title" className="mb-3 text-lg font-semibold">
              Quick start
            </h2>
            <QuickStart gateUrl={gateUrl} />
          </section>
          {seesKeys ? await keysSection(ctx) : null}
        </div>
      </div>
    </>
  );
}

async function keysSection(ctx: AccountContext) {
  const [capacity, latest] = await orNotFound(
    Promise.all([readKeyCapacity(ctx), listIntegrationKeys(ctx, KeyListQuery.parse({ limit: LATEST_KEYS }))]),
  );
  const canCreate = permits(ctx.profile, "key:create") && ctx.account.status === "active";
  return (
    <section aria-labelledby="keys-title" className="min-w-0">
      <h2 id="keys-title" className="mb-3 text-lg font-semibold">
        Integration keys
      </h2>
      {latest.data.length === 0 && canCreate ? (
        <EmptyState
          title="No keys yet"
          action={<LinkButton href={newKeyPage(ctx.account.id)}>Create the first key</LinkButton>}
        >
          The samples need one: a key lets a program call the API as you, with the scopes you choose.
        </EmptyState>
      ) : (
        <KeySummary
          accountId={ctx.account.id}
          capacity={capacity}
          isAdmin={ctx.profile === "admin"}
          latest={latest.data}
          now={new Date().toISOString()}
        />
      )}
    </section>
  );
}
