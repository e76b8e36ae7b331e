import { availabilityOf, unavailableText, type Plan, type AccountStatus } from "../keys/availability";
import type { KeyStatus } from "../keys/key-lifecycle";
import type { Environment } from "../people/profiles";

/** What moving an app rests on, as it is at this moment. */
export type TransferFacts = {
  readonly key: {
    readonly status: KeyStatus;
    /** Whether the account that gives it away manages it. */
    readonly isInSource: boolean;
    /** Of a sandbox key: whether support has a case of it, on its way to production. */
    readonly hasOpenCase: boolean;
  };
  readonly destination: {
    readonly name: string;
    readonly environment: Environment;
    readonly plan: Plan;
    readonly status: AccountStatus;
    readonly hasIntegrationKeys: boolean;
    /** Why it has no room for another key; null where it has. */
    readonly capacityFault: string | null;
  };
};

export const TRANSFER_CONDITIONS = [
  "key_works",
  "key_in_source",
  "no_open_case",
  "destination_open",
  "destination_entitled",
  "destination_has_room",
] as const;
export type TransferCondition = (typeof TRANSFER_CONDITIONS)[number];

export type UnmetCondition = { readonly code: TransferCondition; readonly detail: string };

/** The conditions of a transfer that are not met, in words: what is the case, and what to do. Those of both sides' confirmation come besides. */
export function unmetConditions({ key, destination }: TransferFacts): UnmetCondition[] {
  const availability = availabilityOf(destination);
  const faults: Record<TransferCondition, string | null> = {
    key_works: key.status === "revoked" ? "The app is revoked. What has ended is not moved." : null,
    key_in_source: key.isInSource
      ? null
      : "The account that gives the app away does not manage it any more. Open a transfer from the one that does.",
    no_open_case: key.hasOpenCase
      ? "Support has an open Go Live case of this app. Have it decided, or withdraw it, first."
      : null,
    destination_open:
      destination.status === "closed" ? `${destination.name} is closed: nothing can be managed in it.` : null,
    destination_entitled:
      availability === "available"
        ? null
        : `${destination.name}: ${unavailableText(availability, destination.plan)}`,
    destination_has_room:
      destination.capacityFault === null ? null : `${destination.name}: ${destination.capacityFault}`,
  };
  return TRANSFER_CONDITIONS.flatMap((code) => {
    const detail = faults[code];
    return detail === null ? [] : [{ code, detail }];
  });
}
