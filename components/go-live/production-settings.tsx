import { ProductionEnv } from "@/components/key-parts/production-env";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import type { ProgramAddresses } from "@/lib/domain/go-live/environment-difference";
import { listed } from "@/lib/domain/format/lists";

type ProductionSettingsProps = {
  readonly integrationKey: IntegrationKey;
  readonly addresses: ProgramAddresses;
  readonly goLive: GoLive;
};

/** What a program sets in production, beside what it has in the sandbox. */
export function ProductionSettings({ integrationKey: key, addresses, goLive }: ProductionSettingsProps) {
  const chosen = goLive.productionKey?.accountId ?? goLive.migration?.accountId ?? null;
  const { destinations } = goLive;
  const account = chosen ?? destinations[0]?.id ?? null;
  const others = chosen === null ? destinations.slice(1).map(({ name }) => name) : [];
  return (
    <>
      <ProductionEnv
        method={key.method}
        clientId={key.clientId}
        sandboxAccountId={key.accountId}
        productionAccountId={account}
        addresses={addresses}
      />
      <p className="mt-2 text-sm text-muted">
        {account === null
          ? "The account's id is filled in as soon as you are an admin of a production account that will do."
          : others.length > 0
            ? `The account is ${destinations[0]?.name ?? ""}. You could also choose ${listed(others)} when you request the migration.`
            : "Redirect URIs, secrets and key pairs are not carried over: each environment has its own."}
      </p>
    </>
  );
}
