/** `npm run admin -- help`: what an operator does without the console. Everything is on the account's record. */
import "./process/load-env";

import { databaseOf } from "../db/client";
import { PLANS } from "../lib/domain/keys/availability";
import { DomainError } from "../lib/domain/errors";
import { exactTime } from "../lib/domain/format/dates";
import { ENVIRONMENTS, PROFILES } from "../lib/domain/people/profiles";
import { useDatabase } from "../lib/kernel/database";
import { isPasswordSignInOpen } from "../lib/platform/settings/env";
import { addMember } from "../lib/provisioning/add-member";
import { setFeature, setPlan } from "../lib/provisioning/change-account";
import { createAccount } from "../lib/provisioning/create-account";
import { ownTextsOf } from "../lib/provisioning/own-texts";
import { insertPerson } from "../lib/provisioning/person";
import { setPassword } from "../lib/provisioning/set-password";
import { BREAK_GLASS, BREAK_GLASS_FLAGS, BREAK_GLASS_HELP } from "./commands/admin-break-glass";
import {
  accountIdOf,
  choice,
  emailOf,
  findOrAdd,
  nameOf,
  passwordOf,
  type Password,
} from "./commands/admin-input";
import { ORGANIZATION, ORGANIZATION_HELP } from "./commands/admin-organization";
import { readArguments, required, USAGE, type Arguments } from "./commands/arguments";
import {
  assertReachable,
  migrateDatabase,
  openOwnerPool,
  ownerSetting,
  ownerUrlOf,
} from "./database/database";
import { Failure, report } from "./process/failure";

const HELP = `npm run admin -- <command>

  create --email <address> [--name <name>] [--account <name>] [--environment production|sandbox]
         [--plan enterprise|business|developer] [--password-stdin]
      A support staff user, and an account of which this person is the admin.
  account create --name <name> --admin <address> [--environment …] [--plan …] [--password-stdin]
      Another account, and its first admin, who is added where there is no such person.
  account set-plan --account <id> --plan enterprise|business
  account set-feature --account <id> --keys on|off
  member add --account <id> --email <address> --profile admin|developer|member|viewer [--name <name>]
         [--password-stdin]
      A member, who is added where there is no such person.
  password --email <address> [--password-stdin]
      Another password for somebody who has lost theirs, or was locked out: sessions of this person end, what slows
      the sign-in down is forgotten, and no browser is known any more. With PASSWORD_SIGN_IN=off it opens sign-in by
      password for this person, for an hour.
${ORGANIZATION_HELP}

${BREAK_GLASS_HELP}

A password that is not given on standard input is made, and printed once. Either has to be changed at the first
sign-in with it, before anything else. The database is DATABASE_URL, or the
embedded one while npm start runs.`;

const FLAGS = {
  ...BREAK_GLASS_FLAGS,
  organization: "value",
  email: "value",
  name: "value",
  account: "value",
  environment: "value",
  plan: "value",
  profile: "value",
  admin: "value",
  keys: "value",
  "password-stdin": "switch",
} as const;

function readPlace(given: Arguments) {
  const environment = choice(given, "environment", ENVIRONMENTS, "production");
  const plan = choice(given, "plan", PLANS, environment === "sandbox" ? "developer" : "enterprise");
  return { environment, plan, hasIntegrationKeys: plan !== "business" };
}

function printPassword(email: string, password: Password): void {
  if (password.made) console.log(`Password of ${email}, shown this once: ${password.made}`);
}

async function create(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const name = nameOf(given, "name", email.split("@")[0] ?? email);
  const account = { name: nameOf(given, "account", "Main account"), ...readPlace(given) };
  const password = await passwordOf(given, [email, name, account.name]);
  const { accountId } = await createAccount("admin create", account, (tx) =>
    insertPerson(tx, { command: "admin create", email, name, passwordHash: password.hash, isStaff: true }),
  );
  console.log(`${email} is support staff, and admin of ${account.name} (${accountId}).`);
  printPassword(email, password);
}

async function accountCreate(given: Arguments): Promise<void> {
  const email = emailOf({ ...given, values: { email: required(given, "admin") } });
  required(given, "name");
  const account = { name: nameOf(given, "name", ""), ...readPlace(given) };
  const password = await passwordOf(given, [account.name, ...(await ownTextsOf(email))]);
  const person = findOrAdd(
    { command: "admin account create", email, name: email.split("@")[0] ?? email },
    password,
  );
  const { accountId } = await createAccount("admin account create", account, person.work);
  console.log(`${account.name} (${accountId}) has ${email} as its admin.`);
  if (person.isNew()) printPassword(email, password);
}

async function memberAdd(given: Arguments): Promise<void> {
  const accountId = accountIdOf(given);
  const email = emailOf(given);
  const profile = choice(given, "profile", PROFILES);
  const name = nameOf(given, "name", email.split("@")[0] ?? email);
  const password = await passwordOf(given, [name, ...(await ownTextsOf(email, accountId))]);
  const person = findOrAdd({ command: "admin member add", email, name }, password);
  await addMember("admin member add", accountId, profile, person.work);
  console.log(`${email} is ${profile} of the account.`);
  if (person.isNew()) printPassword(email, password);
}

async function accountSetPlan(given: Arguments): Promise<void> {
  const plan = choice(given, "plan", PLANS);
  const isChanged = await setPlan("admin account set-plan", accountIdOf(given), plan);
  console.log(isChanged ? `The account is on the plan ${plan}.` : `It was on the plan ${plan} already.`);
}

async function accountSetFeature(given: Arguments): Promise<void> {
  const keys = choice(given, "keys", ["on", "off"]);
  const isChanged = await setFeature("admin account set-feature", accountIdOf(given), keys === "on");
  console.log(isChanged ? `Integration keys are ${keys}.` : `They were ${keys} already.`);
}

async function password(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const next = await passwordOf(given, await ownTextsOf(email));
  const { ended, openUntil } = await setPassword("admin password", email, next.hash, isPasswordSignInOpen());
  console.log(`${email} has another password, to be changed at the next sign-in. Sessions ended: ${ended}.`);
  if (openUntil) {
    console.log(
      `PASSWORD_SIGN_IN is off: until ${exactTime(openUntil)} this person may sign in by password at /sign-in?way=password.`,
    );
  }
  printPassword(email, next);
}

const COMMANDS: Readonly<Record<string, (given: Arguments) => Promise<void>>> = {
  create,
  "account create": accountCreate,
  "account set-plan": accountSetPlan,
  "account set-feature": accountSetFeature,
  "member add": memberAdd,
  password,
  ...ORGANIZATION,
  ...BREAK_GLASS,
};

/** What a command did not find, by its words. */
const NOT_FOUND: Readonly<Record<string, string>> = {
  password: "There is nobody with this address.",
  "session end": "There is nobody with this address.",
  "key revoke": "There is no such key.",
  "organization add-admin": "There is no such organization.",
  "organization remove-admin": "There is no such admin of such an organization.",
  "person deactivate": "There is nobody with this address.",
  "person reactivate": "There is nobody with this address.",
  "member deactivate": "There is no such member of such an account.",
  "member reactivate": "There is no such member of such an account.",
};

async function run(): Promise<void> {
  const given = readArguments(FLAGS);
  const words = given.words.join(" ");
  if (words === "help" || words === "") return console.log(HELP);
  const command = COMMANDS[words];
  if (!command) throw new Failure(`There is no command ${words}. See npm run admin -- help.`, USAGE);
  const url = await ownerUrlOf(process.env);
  await assertReachable(url, ownerSetting(process.env));
  const pool = openOwnerPool(url);
  useDatabase(databaseOf(pool));
  try {
    await migrateDatabase(pool, process.env);
    await command(given);
  } catch (error) {
    throw error instanceof DomainError ? new Failure(messageOf(error, words), USAGE) : error;
  } finally {
    await pool.end();
  }
}

function messageOf(error: DomainError, words: string): string {
  if (error.code !== "not_found") return error.message;
  return NOT_FOUND[words] ?? "There is no such account.";
}

await run().catch(report);
