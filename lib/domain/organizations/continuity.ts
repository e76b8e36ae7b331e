/** How an account stays manageable when people leave it (S3, "Account management practices"). */
import { DAY_MS } from "../time/durations";
import { count, number } from "../format/numbers";
import { mayManageKey, type Environment, type Profile } from "../people/profiles";

export const CONTINUITY_RISKS = [
  "no_admin",
  "one_admin",
  "nobody_can_stand_in",
  "admins_absent",
  "keys_of_one_person",
] as const;
export type ContinuityRisk = (typeof CONTINUITY_RISKS)[number];

export const CONTINUITY_CHECKS = [
  "two_admins",
  "shared_admin",
  "claimed_domain",
  "user_per_developer",
  "admins_only",
] as const;
export type ContinuityCheck = (typeof CONTINUITY_CHECKS)[number];

/** An account that fewer active admins manage is one person's matter. */
export const ADMINS_WANTED = 2;
/** Admins of whom none has signed in for longer may be gone already. */
export const ADMINS_ABSENT_DAYS = 90;

export type ContinuityFacts = {
  readonly environment: Environment;
  readonly activeAdmins: number;
  readonly sharedAdmins: number;
  readonly activeMembers: number;
  /** The last sign-in of an active admin; null where none is on record. */
  readonly lastAdminSignInAt: Date | null;
  /** Keys that work. */
  readonly liveKeys: number;
  /** Of these, keys that act as their creator, and how many creators they have. */
  readonly actingKeys: number;
  readonly actingCreators: number;
  readonly hasClaimedDomain: boolean;
};

/** True where the account has fewer admins than it should, which is warned of wherever it is seen. */
export function isAtRisk({ activeAdmins }: Pick<ContinuityFacts, "activeAdmins">): boolean {
  return activeAdmins < ADMINS_WANTED;
}

type Worded<C> = { readonly code: C; readonly text: string };

/** The account's single points of failure, the worst first. */
export function risksOf(facts: ContinuityFacts, now: Date): Worded<ContinuityRisk>[] {
  const risks: (Worded<ContinuityRisk> | null)[] = [
    adminRisk(facts),
    isAtRisk(facts) && !facts.hasClaimedDomain
      ? {
          code: "nobody_can_stand_in",
          text: "Nobody can stand in for its admins: no organization with a verified domain has this account.",
        }
      : null,
    absenceRisk(facts, now),
    facts.actingKeys > 1 && facts.actingCreators === 1
      ? {
          code: "keys_of_one_person",
          text: `All ${number(facts.actingKeys)} keys that act as a member act as the same one: they stop together.`,
        }
      : null,
  ];
  return risks.filter((risk) => risk !== null);
}

function adminRisk({ activeAdmins, liveKeys }: ContinuityFacts): Worded<ContinuityRisk> | null {
  if (activeAdmins === 0) {
    return { code: "no_admin", text: `No active admin is left. Nobody can manage ${keysText(liveKeys)}.` };
  }
  if (activeAdmins >= ADMINS_WANTED) return null;
  return {
    code: "one_admin",
    text: `One admin alone can manage ${keysText(liveKeys)}. If this admin leaves, nobody can.`,
  };
}

function keysText(liveKeys: number): string {
  return liveKeys === 0 ? "the account" : `the account and its ${count(liveKeys, "live key")}`;
}

function absenceRisk(
  { activeAdmins, lastAdminSignInAt }: ContinuityFacts,
  now: Date,
): Worded<ContinuityRisk> | null {
  if (activeAdmins === 0) return null;
  if (lastAdminSignInAt === null) {
    return { code: "admins_absent", text: "No sign-in of an admin is on record." };
  }
  const days = Math.floor((now.getTime() - lastAdminSignInAt.getTime()) / DAY_MS);
  if (days < ADMINS_ABSENT_DAYS) return null;
  return { code: "admins_absent", text: `No admin has signed in for ${number(days)} days.` };
}

export type DoneCheck = Worded<ContinuityCheck> & { readonly isDone: boolean };

/** What S3 advises for an account of this environment, done or not. */
export function checksOf(facts: ContinuityFacts): DoneCheck[] {
  return [
    {
      code: "two_admins",
      isDone: facts.activeAdmins >= ADMINS_WANTED,
      text: "At least two active admins, so that one can leave",
    },
    {
      code: "shared_admin",
      isDone: facts.sharedAdmins > 0,
      text: "An admin user that belongs to no single person, marked as shared",
    },
    {
      code: "claimed_domain",
      isDone: facts.hasClaimedDomain,
      text: "A verified domain of its organization, so that an organization admin can stand in",
    },
    facts.environment === "sandbox"
      ? {
          code: "user_per_developer",
          isDone: facts.activeMembers > 1,
          text: "One sandbox for the team, with a user of their own for each developer",
        }
      : {
          code: "admins_only",
          isDone: facts.activeMembers > 0 && facts.activeMembers === facts.activeAdmins,
          text: "Only admins in a production account, who see to each app's Go Live",
        },
  ];
}

export type StayingMember = { readonly userId: string; readonly name: string; readonly profile: Profile };
export type StayingKey = {
  readonly id: string;
  readonly name: string;
  readonly createdBy: string;
  /** Whether it acts as its creator (R6), and so stops with the membership. */
  readonly actsAsCreator: boolean;
};
export type Forecast = {
  readonly userId: string;
  readonly name: string;
  readonly stoppingKeys: readonly StayingKey[];
  readonly unmanageableKeys: readonly StayingKey[];
};

/**
 * What follows for keys if each of these people left today, those with the most at stake first; people whose leaving stops
 * nothing and takes nothing out of anybody's hands are left out.
 * @param members the active members
 * @param keys the account's keys that work
 */
export function forecastLeaving(members: readonly StayingMember[], keys: readonly StayingKey[]): Forecast[] {
  return members
    .map((leaving) => {
      const others = members.filter((member) => member.userId !== leaving.userId);
      const hasAdmin = others.some(({ profile }) => profile === "admin");
      const stops = (key: StayingKey) => key.actsAsCreator && key.createdBy === leaving.userId;
      const managers = new Map(others.map((member) => [member.userId, member.profile]));
      const isManaged = (key: StayingKey) => {
        if (hasAdmin) return true;
        const creator = managers.get(key.createdBy);
        return creator !== undefined && mayManageKey(creator, key.createdBy, key.createdBy);
      };
      return {
        userId: leaving.userId,
        name: leaving.name,
        stoppingKeys: keys.filter(stops),
        // Without an admin nobody could manage them before either: that is a risk of its own, and nobody's leaving.
        unmanageableKeys: keys.filter((key) => !stops(key) && !isManaged(key) && managesNow(leaving, key)),
      };
    })
    .filter((forecast) => forecast.stoppingKeys.length + forecast.unmanageableKeys.length > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a) || a.name.localeCompare(b.name));
}

function managesNow({ profile, userId }: StayingMember, key: StayingKey): boolean {
  return mayManageKey(profile, userId, key.createdBy);
}

function weightOf({ stoppingKeys, unmanageableKeys }: Forecast): number {
  return stoppingKeys.length + unmanageableKeys.length;
}
