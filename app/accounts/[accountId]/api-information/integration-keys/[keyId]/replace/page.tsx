import type { Metadata } from "next";
import Link from "next/link";

import { CreationRefused } from "@/components/integration-keys/creation-refused";
import { ReplaceKeyForm } from "@/components/integration-keys/replace-key-form";
import { ReplacementRefused } from "@/components/integration-keys/replacement-refused";
import { PageHead } from "@/components/ui/page-head";
import { getKeyPolicy } from "@/lib/accounts/get-key-policy";
import { serviceAddresses } from "@/lib/accounts/service-addresses";
import { orNotFound, requireAccount } from "@/lib/auth/page";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { methodRefusal } from "@/lib/domain/availability";
import { mayHold } from "@/lib/domain/profiles";
import { LONG_LIVED_SCOPES, readScopes, type Scope } from "@/lib/domain/scopes";
import { expiryAfter } from "@/lib/view/key-expiry";
import { keyListPage, keyPage } from "@/lib/view/routes";

import { keysRefusal } from "../../refusal";
import { openKey } from "../open-key";

export const metadata: Metadata = { title: "Replace integration key" };

type Props = PageProps<"/accounts/[accountId]/api-information/integration-keys/[keyId]/replace">;
type AccountContext = Awaited<ReturnType<typeof requireAccount>>;

export default async function ReplaceIntegrationKeyPage({ params, searchParams }: Props) {
  const { accountId, keyId } = await params;
  const ctx = await requireAccount(accountId);
  const refusal = await keysRefusal(ctx, "key:manage");
  if (refusal) return refusal;
  const old = await openKey(accountId, keyId);
  return (
    <>
      <PageHead
        breadcrumb={
          <>
            <Link href={keyListPage(accountId)} className="hover:underline">
              Integration keys
            </Link>
            {" / "}
            <Link href={keyPage(accountId, keyId)} className="break-words hover:underline">
              {old.name}
            </Link>
          </>
        }
        title="Replace integration key"
        purpose="Keys never change. This makes a new one; you choose how long the old one still works."
      />
      {await replacement(ctx, old, await searchParams)}
    </>
  );
}

async function replacement(ctx: AccountContext, old: IntegrationKey, search: Awaited<Props["searchParams"]>) {
  const { id, name, environment, status } = ctx.account;
  if (status === "closed") return <CreationRefused accountId={id} reason="account_closed" />;
  if (old.status !== "active" || !old.canManage || old.method !== "long_lived") {
    return <ReplacementRefused accountId={id} old={old} />;
  }
  const policy = await orNotFound(getKeyPolicy(ctx));
  if (methodRefusal("long_lived", environment, policy.isGoLiveRequired) !== null) {
    return <CreationRefused accountId={id} reason="go_live_required" />;
  }
  const now = new Date();
  return (
    <ReplaceKeyForm
      accountId={id}
      old={old}
      start={{
        name: old.name,
        scopes: wantedScopes(old, search["scopes"]).filter((scope) => mayHold(ctx.profile, scope)),
        expiresAt: expiryAfter(now, policy.defaultLifetimeDays).toISOString(),
        allowedRanges: old.allowedRanges,
      }}
      userId={ctx.user.id}
      actsAs={`${ctx.user.name}, ${ctx.profile} of ${name}`}
      facts={{ policy, profile: ctx.profile, now: now.toISOString() }}
      gateUrl={serviceAddresses().gateUrl}
    />
  );
}

/** Those that the address names, such as "explain access" does; else the old key's. Unknown names are left out. */
function wantedScopes(old: IntegrationKey, named: string | string[] | undefined): Scope[] {
  const { scopes } = readScopes(typeof named === "string" ? named.split(/[\s,]+/) : []);
  const wanted = scopes.length > 0 ? scopes : readScopes(old.scopes).scopes;
  return wanted.filter((scope) => LONG_LIVED_SCOPES.includes(scope));
}
