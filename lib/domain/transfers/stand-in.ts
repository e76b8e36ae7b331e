/**
 * Who confirms for an account that has lost its admins (S3): an admin of its organization, if the organization has proven
 * that it owns the domain of whoever requested the app's Go Live review. Else nobody can.
 */

/** What the rule rests on, as it is at this moment. */
export type StandInFacts = {
  readonly sourceName: string;
  /** Active admins of the account that gives the app away. */
  readonly activeAdmins: number;
  /** The organization that the account belongs to, and the domains whose claims it holds; null where it belongs to none. */
  readonly organization: {
    readonly name: string;
    readonly domains: readonly string[];
    /** Active admins of the organization. */
    readonly admins: number;
  } | null;
  /** The mail domain of whoever requested the app's Go Live review, in lower case and ASCII; null where nobody did. */
  readonly reviewDomain: string | null;
};

export const STAND_IN_CONDITIONS = [
  "source_without_admin",
  "source_in_organization",
  "organization_has_admin",
  "review_requested",
  "domain_claimed",
] as const;
export type StandInCondition = (typeof STAND_IN_CONDITIONS)[number];

export type StandInFault = { readonly code: StandInCondition; readonly detail: string };

/** The conditions of standing in that are not met, in words; an admin of the organization may where it is none. */
export function standInFaults(facts: StandInFacts): StandInFault[] {
  const { sourceName, activeAdmins, organization, reviewDomain } = facts;
  const details: Record<StandInCondition, string | null> = {
    source_without_admin:
      activeAdmins > 0 ? `${sourceName} has an active admin, who confirms for it. Nobody else does.` : null,
    source_in_organization: organization ? null : `${sourceName} belongs to no organization.`,
    organization_has_admin:
      organization?.admins === 0 ? `${organization.name} has no active admin who could stand in.` : null,
    review_requested: reviewDomain ? null : "Nobody requested a Go Live review of this app.",
    domain_claimed:
      !organization || !reviewDomain || organization.domains.includes(reviewDomain)
        ? null
        : `${organization.name} has no verified claim of ${reviewDomain}, the domain of who requested the Go Live review.`,
  };
  return STAND_IN_CONDITIONS.flatMap((code) => {
    const detail = details[code];
    return detail === null ? [] : [{ code, detail }];
  });
}

/** What becomes of an account without admins: somebody stands in for it, or nobody can (a dead end). */
export type StandIn =
  | { readonly outcome: "not_needed" }
  | { readonly outcome: "possible"; readonly organization: string }
  | { readonly outcome: "dead_end"; readonly faults: readonly StandInFault[] };

/** What the rule says of an account, in one word. */
export function standInOf(facts: StandInFacts): StandIn {
  if (facts.activeAdmins > 0) return { outcome: "not_needed" };
  const faults = standInFaults(facts);
  return faults.length === 0 && facts.organization
    ? { outcome: "possible", organization: facts.organization.name }
    : { outcome: "dead_end", faults };
}
