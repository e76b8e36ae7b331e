import type { Metadata } from "next";

import { CapacityNote } from "@/components/integration-keys/form/capacity-note";
import { CreateKeyForm } from "@/components/integration-keys/form/create-key-form";
import { MethodComparison } from "@/components/integration-keys/method/method-comparison";
import { CreationRefused } from "@/components/integration-keys/form/submission/creation-refused";
import { SandboxWay } from "@/components/integration-keys/form/sandbox-way";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { getMe } from "@/lib/accounts/me";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import { methodRefusal } from "@/lib/domain/keys/availability";
import { permits } from "@/lib/domain/people/profiles";
import { readKeyCapacity } from "@/lib/integration-keys/keys/reading/capacity";
import { expiryAfter } from "@/components/integration-keys/form/expiry/key-expiry";
import { readKeyPrefill } from "@/components/integration-keys/form/prefill/key-prefill";
import { keyListPage } from "@/lib/addresses/pages";

import { keysRefusal } from "../refusal";

export const metadata: Metadata = { title: "Create integration key" };

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/new">;
type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

export default async function NewIntegrationKeyPage({ params, searchParams }: Props) {
  const ctx = await requireAccount((await params).accountId);
  const refusal = await keysRefusal(ctx, "key:create");
  if (refusal) return refusal;
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={keyListPage(ctx.account.id)} className="hover:underline">
            Integration keys
          </Link>
        }
        title="Create integration key"
        purpose="Choose as little as the program needs: what you choose here never changes. What has to be different later is created anew."
      />
      {await creation(ctx, await searchParams)}
    </>
  );
}

/** The sandbox accounts in which the person may create keys (R2). */
async function sandboxesOf(ctx: AccountContext) {
  const { memberships } = await orNotFound(getMe(ctx));
  return memberships.filter(
    ({ environment, profile, isClosed }) =>
      environment === "sandbox" && !isClosed && permits(profile, "key:create"),
  );
}

async function creation(ctx: AccountContext, search: Awaited<Props["searchParams"]>) {
  const policy = await orNotFound(getKeyPolicy(ctx));
  const { id, name, environment, status } = ctx.account;
  const sandboxes = environment === "production" ? await sandboxesOf(ctx) : [];
  if (status === "closed") {
    return <CreationRefused accountId={id} reason="account_closed" sandboxes={sandboxes} />;
  }
  if (methodRefusal("long_lived", environment, policy.isGoLiveRequired) !== null) {
    return <CreationRefused accountId={id} reason="go_live_required" sandboxes={sandboxes} />;
  }
  const appRefusal =
    methodRefusal("oauth", environment, policy.isGoLiveRequired) === null
      ? null
      : "Not created here: an app is made in a sandbox account and comes to production through Go Live, with the same GUID.";
  const now = new Date();
  const capacity = await orNotFound(readKeyCapacity(ctx));
  return (
    <>
      <CapacityNote accountId={id} capacity={capacity} isAdmin={ctx.profile === "admin"} />
      <CreateKeyForm
        accountId={id}
        actsAs={`${ctx.user.name}, ${ctx.profile} of ${name}`}
        facts={{ policy, profile: ctx.profile, now: now.toISOString() }}
        prefill={readKeyPrefill(search, {
          profile: ctx.profile,
          now,
          maximumLifetimeDays: policy.maximumLifetimeDays,
          canBeApp: appRefusal === null,
        })}
        defaultExpiresAt={expiryAfter(now, policy.defaultLifetimeDays).toISOString()}
        gateUrl={serviceAddresses().gateUrl}
        appRefusal={appRefusal}
        appWay={<SandboxWay sandboxes={sandboxes} method="oauth" />}
        comparison={{
          long_lived: <MethodComparison method="long_lived" />,
          oauth: <MethodComparison method="oauth" />,
        }}
      />
    </>
  );
}
