import type { Transaction } from "../client";
import { accounts, keyPolicies, memberships } from "../schema/accounts";
import { claimedDomains, organizationAdmins, organizations } from "../schema/organizations";
import { users } from "../schema/users";
import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import type { Environment, Profile } from "../../lib/domain/people/profiles";
import { idAt, newGuid } from "../../lib/platform/ids";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { DEMO_ACCOUNTS, DEMO_PEOPLE, type DemoAccountName, type DemoPerson } from "./demo-people";

export type DemoAccountRow = {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly members: readonly {
    readonly id: string;
    readonly person: DemoPerson;
    readonly profile: Profile;
  }[];
};
export type DemoTenants = {
  readonly people: Record<DemoPerson, string>;
  readonly accounts: Record<DemoAccountName, DemoAccountRow>;
  /** Acme's. */
  readonly organizationId: string;
  /** When the first account was made. */
  readonly since: Date;
};

/** Writes accounts, people and the organization Acme. One hash serves all, since all have the same password. */
export async function seedAccounts(tx: Transaction, since: Date): Promise<DemoTenants> {
  const people = idsFor(DEMO_PEOPLE, since);
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await tx.insert(users).values(
    keysOf(DEMO_PEOPLE).map((person) => ({
      id: people[person],
      email: DEMO_PEOPLE[person].email,
      name: DEMO_PEOPLE[person].name,
      passwordHash,
      staffRole: DEMO_PEOPLE[person].isStaff ? ("support" as const) : null,
      createdAt: since,
    })),
  );
  const organizationId = await seedOrganization(tx, people.grace, since);

  const made = keysOf(DEMO_ACCOUNTS).map((key) => [key, accountRow(key, since)] as const);
  await tx.insert(accounts).values(
    made.map(([key, row]) => ({
      id: row.id,
      organizationId: DEMO_ACCOUNTS[key].isOfAcme ? organizationId : null,
      name: row.name,
      environment: row.environment,
      plan: DEMO_ACCOUNTS[key].plan,
      hasIntegrationKeys: DEMO_ACCOUNTS[key].hasIntegrationKeys,
      createdAt: since,
    })),
  );
  await tx.insert(keyPolicies).values(made.map(([, row]) => ({ accountId: row.id, updatedAt: since })));
  await tx.insert(memberships).values(
    made.flatMap(([, row]) =>
      row.members.map((member) => ({
        id: member.id,
        accountId: row.id,
        environment: row.environment,
        userId: people[member.person],
        profile: member.profile,
        createdAt: since,
      })),
    ),
  );
  // Every account of the demo was made above.
  return { people, accounts: Object.fromEntries(made) as DemoTenants["accounts"], organizationId, since };
}

async function seedOrganization(tx: Transaction, adminId: string, since: Date): Promise<string> {
  const id = idAt(since);
  await tx.insert(organizations).values({ id, name: "Acme", createdAt: since });
  await tx.insert(organizationAdmins).values({ organizationId: id, userId: adminId, createdAt: since });
  await tx.insert(claimedDomains).values({
    id: idAt(since),
    organizationId: id,
    domain: "acme.example",
    token: newGuid(),
    verifiedAt: since,
    createdAt: since,
  });
  return id;
}

function accountRow(key: DemoAccountName, since: Date): DemoAccountRow {
  const { name, environment, people } = DEMO_ACCOUNTS[key];
  const members = Object.entries(people).map(([person, profile]) => ({
    id: idAt(since),
    // The table above has first names of DEMO_PEOPLE only.
    person: person as DemoPerson,
    profile,
  }));
  return { id: idAt(since), name, environment, members };
}

function idsFor<K extends string>(of: Record<K, unknown>, at: Date): Record<K, string> {
  // One id was made for every key.
  return Object.fromEntries(Object.keys(of).map((key) => [key, idAt(at)])) as Record<K, string>;
}

function keysOf<K extends string>(of: Record<K, unknown>): K[] {
  // The tables of the demo are literals and have no other keys than their type says.
  return Object.keys(of) as K[];
}
