/** What a key needs before it can go to production, whatever its calls show: asked first, told first. */
import {
  availabilityOf,
  unavailableText,
  type AccountStatus,
  type AuthenticationMethod,
  type Plan,
} from "../keys/availability";

/** A production account that the person is an active member of. */
export type ProductionAccount = {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly hasIntegrationKeys: boolean;
  readonly status: AccountStatus;
  readonly isAdmin: boolean;
};

export type PrerequisiteFacts = {
  readonly method: AuthenticationMethod;
  /** What an app is set up with in the sandbox. */
  readonly redirectUris: number;
  readonly keyPairs: number;
  /** The production accounts, by name. */
  readonly productionAccounts: readonly ProductionAccount[];
};

export type Prerequisite = {
  readonly code: "production_account" | "app_set_up";
  readonly isMet: boolean;
  /** What meets it, by name, or what is missing and how to get it. */
  readonly detail: string;
};

/** Of whom the sentences are: whoever reads them, or a person by name, as support and the record read of others. */
export type Asker = "you" | { readonly name: string };

/** Why a key can't be taken to this account by this person; null where it can (R1, R2, S5). */
export function destinationFault(account: ProductionAccount, asker: Asker = "you"): string | null {
  if (!account.isAdmin) {
    return `${subjectOf(asker)} no admin of ${account.name}. ${asker === "you" ? "Ask one of its admins" : "One of its admins has"} to take the key there.`;
  }
  if (account.status === "closed") return `${account.name} is closed.`;
  const availability = availabilityOf({ ...account, environment: "production" });
  return availability === "available"
    ? null
    : `${account.name}: ${unavailableText(availability, account.plan)}`;
}

/**
 * All prerequisites of a key, met or not, in the order in which they are told.
 * @param asker who takes it to production: by name, where somebody else reads it
 */
export function prerequisitesOf(facts: PrerequisiteFacts, asker: Asker = "you"): Prerequisite[] {
  const account = accountPrerequisite(facts.productionAccounts, asker);
  return facts.method === "oauth" ? [account, appPrerequisite(facts)] : [account];
}

const subjectOf = (asker: Asker) => (asker === "you" ? "You are" : `${asker.name} is`);

function accountPrerequisite(accounts: readonly ProductionAccount[], asker: Asker): Prerequisite {
  const code = "production_account";
  const eligible = accounts.filter((account) => destinationFault(account) === null);
  const [only, ...others] = eligible;
  if (only) {
    const detail =
      others.length === 0
        ? `${only.name} is active, on the Enterprise plan, and ${asker === "you" ? "you are" : `${asker.name} is`} its admin.`
        : `${subjectOf(asker)} an admin of ${listOf(eligible.map(({ name }) => name))}, each active and on the Enterprise plan.`;
    return { code, isMet: true, detail };
  }
  return { code, isMet: false, detail: missingAccountText(accounts, asker) };
}

/** Of several accounts that won't do, the one that is nearest to it is told of. */
function missingAccountText(accounts: readonly ProductionAccount[], asker: Asker): string {
  const [nearest] = accounts.toSorted((a, b) => lacksOf(a) - lacksOf(b));
  const fault = nearest ? destinationFault(nearest, asker) : null;
  if (fault !== null) return fault;
  return asker === "you"
    ? "You belong to no production account. Ask an admin of yours to invite you as an admin."
    : `${asker.name} belongs to no production account. An admin of one has to invite them as an admin.`;
}

function lacksOf(account: ProductionAccount): number {
  const lacks = [
    !account.isAdmin,
    account.status === "closed",
    account.plan !== "enterprise",
    !account.hasIntegrationKeys,
  ];
  return lacks.filter(Boolean).length;
}

function appPrerequisite({ redirectUris, keyPairs }: PrerequisiteFacts): Prerequisite {
  const code = "app_set_up";
  if (redirectUris === 0 && keyPairs === 0) {
    const detail =
      "The app has neither a redirect URI nor an RSA key: nobody can get a token with it. Add one.";
    return { code, isMet: false, detail };
  }
  const parts = [counted(redirectUris, "redirect URI"), counted(keyPairs, "RSA key", "an")].filter(
    (text) => text !== null,
  );
  return { code, isMet: true, detail: `The app has ${parts.join(" and ")}.` };
}

function counted(count: number, noun: string, article = "a"): string | null {
  if (count === 0) return null;
  return count === 1 ? `${article} ${noun}` : `${count} ${noun}s`;
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
