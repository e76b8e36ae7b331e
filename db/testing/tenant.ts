/** Tenants for tests: an account with people in it, written directly, since no verb of the console makes accounts. */
import { accounts, keyPolicies, memberships } from "../schema/accounts";
import { users } from "../schema/users";
import { newId } from "../../lib/platform/ids";
import type { Plan } from "../../lib/domain/keys/availability";
import type { Environment, Profile } from "../../lib/domain/people/profiles";
import type { Database } from "../client";
import { ownersOf } from "./arranging";

export type TestPerson = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  readonly membershipId: string;
};

export type Tenant<P extends string> = {
  readonly account: {
    readonly id: string;
    readonly organizationId: null;
    readonly name: string;
    readonly environment: Environment;
    readonly plan: Plan;
    readonly status: "active";
    readonly hasIntegrationKeys: boolean;
  };
  readonly people: Record<P, TestPerson>;
};

export type TenantOptions = {
  readonly environment?: Environment;
  readonly plan?: Plan;
  readonly hasIntegrationKeys?: boolean;
  readonly hourlyLimit?: number;
  readonly burstLimit?: number;
  readonly activeKeyLimit?: number;
};

/** A production Enterprise account with keys enabled unless told otherwise, and a person for each name. */
export async function makeTenant<P extends string>(
  db: Database,
  people: Record<P, Profile>,
  options: TenantOptions = {},
): Promise<Tenant<P>> {
  const environment = options.environment ?? "production";
  const account = {
    id: newId(),
    organizationId: null,
    name: `Account ${newId().slice(-6)}`,
    environment,
    plan: options.plan ?? (environment === "sandbox" ? "developer" : "enterprise"),
    status: "active",
    hasIntegrationKeys: options.hasIntegrationKeys ?? true,
  } as const;
  const owner = ownersOf(db);
  await owner.insert(accounts).values({
    ...account,
    hourlyLimit: options.hourlyLimit ?? null,
    burstLimit: options.burstLimit ?? null,
    activeKeyLimit: options.activeKeyLimit ?? null,
  });
  await owner.insert(keyPolicies).values({ accountId: account.id });
  const made: [string, TestPerson][] = [];
  for (const [name, profile] of Object.entries<Profile>(people)) {
    made.push([name, await makePerson(owner, account, name, profile)]);
  }
  // Every name of `people` was made in the loop above.
  return { account, people: Object.fromEntries(made) as Record<P, TestPerson> };
}

async function makePerson(
  db: Database,
  account: { id: string; environment: Environment },
  name: string,
  profile: Profile,
): Promise<TestPerson> {
  const id = newId();
  const person = { id, email: `${name}.${id.slice(-12)}@example.test`, name, profile, membershipId: newId() };
  await db.insert(users).values({ id, email: person.email, name });
  await db.insert(memberships).values({
    id: person.membershipId,
    accountId: account.id,
    environment: account.environment,
    userId: id,
    profile,
  });
  return person;
}

/** The context that a request of this person for this account would have. */
export function contextOf<P extends string>(tenant: Tenant<P>, person: P) {
  const { id, email, name, profile } = tenant.people[person];
  return {
    request: { requestId: newId(), address: "192.0.2.10", userAgent: "test" },
    user: { id, email, name, isStaff: false },
    sessionId: newId(),
    account: tenant.account,
    profile,
  };
}
