/** Who asks, from where, and for which account: made once per request, never from its input. */
import type { AccountStatus, Plan } from "../domain/keys/availability";
import type { Environment, Profile } from "../domain/people/profiles";

export type RequestInfo = {
  readonly requestId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
};

export type SignedInUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isStaff: boolean;
};

/** A signed-in person. */
export type SessionContext = {
  readonly request: RequestInfo;
  readonly user: SignedInUser;
  /** What the list of sessions names this one by. */
  readonly sessionId: string;
};

export type AccountFacts = {
  readonly id: string;
  readonly organizationId: string | null;
  readonly name: string;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly status: AccountStatus;
  readonly hasIntegrationKeys: boolean;
};

/** A signed-in person in an account of which he or she is an active member. */
export type AccountContext = SessionContext & {
  readonly account: AccountFacts;
  readonly profile: Profile;
};

/** One of the operator's own people. */
export type StaffContext = SessionContext & { readonly user: SignedInUser & { readonly isStaff: true } };
