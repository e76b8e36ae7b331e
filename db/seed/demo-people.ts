/** Accounts and people of the demo, for everyone who names them: the seed, the start command. */
import type { Plan } from "../../lib/domain/keys/availability";
import type { Environment, Profile } from "../../lib/domain/people/profiles";

type DemoAccount = {
  readonly name: string;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly hasIntegrationKeys: boolean;
  readonly isOfAcme: boolean;
  readonly people: Readonly<Record<string, Profile>>;
};

/** The people of the demo: everybody's address is `<first name>@<domain>`; keys of `people` below are first names. */
export const DEMO_PEOPLE = {
  ada: { email: "ada@acme.example", name: "Ada Osei", isStaff: false },
  grace: { email: "grace@acme.example", name: "Grace Lindqvist", isStaff: false },
  max: { email: "max@acme.example", name: "Max Tanaka", isStaff: false },
  vera: { email: "vera@acme.example", name: "Vera Costa", isStaff: false },
  dev: { email: "dev@acme.example", name: "Dev Iyer", isStaff: false },
  gus: { email: "gus@globex.example", name: "Gus Moreau", isStaff: false },
  uma: { email: "uma@umbrella.example", name: "Uma Hassan", isStaff: false },
  ian: { email: "ian@initech.example", name: "Ian Novak", isStaff: false },
  sam: { email: "sam@countersign.example", name: "Sam Whitfield", isStaff: true },
  sue: { email: "sue@countersign.example", name: "Sue Park", isStaff: true },
} as const;
export type DemoPerson = keyof typeof DEMO_PEOPLE;

const production = { environment: "production", plan: "enterprise", hasIntegrationKeys: true } as const;
const sandbox = { environment: "sandbox", plan: "developer", hasIntegrationKeys: true } as const;

export const DEMO_ACCOUNTS = {
  acme: {
    name: "Acme Production",
    ...production,
    isOfAcme: true,
    people: { ada: "admin", grace: "admin", max: "member", vera: "viewer" },
  },
  acmeSandbox: {
    name: "Acme Developer",
    ...sandbox,
    isOfAcme: true,
    people: { ada: "admin", dev: "developer" },
  },
  globex: { name: "Globex Production", ...production, isOfAcme: false, people: { gus: "admin" } },
  globexSandbox: { name: "Globex Developer", ...sandbox, isOfAcme: false, people: { gus: "admin" } },
  umbrella: {
    name: "Umbrella Production",
    ...production,
    hasIntegrationKeys: false,
    isOfAcme: false,
    people: { uma: "admin" },
  },
  initech: {
    name: "Initech",
    environment: "production",
    plan: "business",
    hasIntegrationKeys: false,
    isOfAcme: false,
    people: { ian: "admin" },
  },
} as const satisfies Record<string, DemoAccount>;
export type DemoAccountName = keyof typeof DEMO_ACCOUNTS;

/** Who is told to the person who starts the demo, and what each is good for. */
export const DEMO_SIGN_INS: readonly { readonly email: string; readonly what: string }[] = [
  { email: "ada@acme.example", what: "admin of Acme Production and Acme Developer" },
  { email: "grace@acme.example", what: "admin of Acme Production, admin of the organization Acme" },
  { email: "dev@acme.example", what: "developer in Acme Developer" },
  { email: "max@acme.example", what: "member in Acme Production" },
  { email: "vera@acme.example", what: "viewer in Acme Production" },
  { email: "gus@globex.example", what: "the only admin of Globex" },
  { email: "uma@umbrella.example", what: "admin where integration keys are not enabled" },
  { email: "ian@initech.example", what: "admin on a plan without integration keys" },
  { email: "sam@countersign.example", what: "support staff" },
  { email: "sue@countersign.example", what: "support staff" },
];
