/** What an operator ends without anybody signed in, and the limits of an account: each with a reason, on the record. */

import type { OwnLimits } from "../../lib/domain/calls/limits";
import { revokeKeyAsOperator } from "../../lib/integration-keys/revocations/revoke-as-operator";
import {
  deactivatePersonAsOperator,
  reactivatePersonAsOperator,
} from "../../lib/members/everywhere/as-operator";
import { deactivateAsOperator, reactivateAsOperator } from "../../lib/members/set-status-as-operator";
import { setLimits } from "../../lib/provisioning/change-account";
import { closeAccount, reopenAccount } from "../../lib/provisioning/close-account";
import { endSessions } from "../../lib/provisioning/end-sessions";
import { accountIdOf, emailOf, reasonOf } from "./admin-input";
import { required, USAGE, type Arguments } from "./arguments";
import { Failure } from "../process/failure";
import { uuid } from "../../lib/contracts/fields/uuid";

export const BREAK_GLASS_HELP = `In an emergency, without anybody signed in. Each takes --reason <text>, which the account or person can read on
the record, and is in force from the next request on:

  key revoke --key <id or GUID> [--account <id>] --reason <text>
      Ends an integration key for good.
  account close --account <id> --reason <text>
      Refuses every call with the account's long-lived keys, and every change in it. Its apps work on; nothing is deleted.
  account reopen --account <id> --reason <text>
  member deactivate --account <id> --email <address> [--last-admin] [--leaves-none] --reason <text>
      Ends a person's part in an account, and the keys that act as this member. --last-admin: even the only admin's.
      --leaves-none: even where an organization is left without an admin by it.
  member reactivate --account <id> --email <address> --reason <text>
  person deactivate --email <address> [--leaves-none] --reason <text>
      Ends a person's sessions, parts in all accounts, and the keys that act as this person, until reactivated. It is
      refused where an account with live keys would be left without an admin.
  person reactivate --email <address> --reason <text>
  session end --email <address> [--session <id>] --reason <text>
      Ends a person's sessions, or one. Whoever has the password can sign in again: see password.
  account set-limits --account <id> [--active-keys <number>] [--hourly <number>] [--burst <number>] --reason <text>
      Active keys, calls per hour and calls per 30 seconds; "usual" for the limit of its environment.`;

export const BREAK_GLASS_FLAGS = {
  reason: "value",
  key: "value",
  session: "value",
  "active-keys": "value",
  hourly: "value",
  burst: "value",
  "last-admin": "switch",
  "leaves-none": "switch",
} as const;

/** @throws Failure (exit 2) where it is there and no UUID */
function optionalId(given: Arguments, name: string): string | undefined {
  if (given.values[name] === undefined) return undefined;
  const id = required(given, name);
  if (uuid().safeParse(id).success) return id.toLowerCase();
  throw new Failure(`--${name} must be an id.`, USAGE);
}

async function keyRevoke(given: Arguments): Promise<void> {
  required(given, "key");
  const reason = reasonOf(given);
  const accountId = given.values["account"] === undefined ? undefined : accountIdOf(given);
  const key = await revokeKeyAsOperator(
    "admin key revoke",
    optionalId(given, "key") ?? "",
    reason,
    accountId,
  );
  console.log(`${key.name} (${key.id}) is revoked: calls with it fail from now on.`);
}

async function accountClose(given: Arguments): Promise<void> {
  const isChanged = await closeAccount("admin account close", accountIdOf(given), reasonOf(given));
  console.log(
    isChanged
      ? "The account is closed: calls with its long-lived keys fail from now on, and its apps work on."
      : "The account was closed already.",
  );
}

async function accountReopen(given: Arguments): Promise<void> {
  const isChanged = await reopenAccount("admin account reopen", accountIdOf(given), reasonOf(given));
  console.log(
    isChanged ? "The account is open again, and its live keys work." : "The account was open already.",
  );
}

async function memberDeactivate(given: Arguments): Promise<void> {
  const member = { accountId: accountIdOf(given), email: emailOf(given), reason: reasonOf(given) };
  const { name, liveKeys } = await deactivateAsOperator("admin member deactivate", member, {
    isLastAdminToo: given.switches.has("last-admin"),
    leavesNone: given.switches.has("leaves-none"),
  });
  console.log(`${name} is deactivated in the account. Keys that fail from now on: ${liveKeys}.`);
}

async function memberReactivate(given: Arguments): Promise<void> {
  const member = { accountId: accountIdOf(given), email: emailOf(given), reason: reasonOf(given) };
  const { name, liveKeys } = await reactivateAsOperator("admin member reactivate", member);
  console.log(`${name} is active in the account again. Keys that work again: ${liveKeys}.`);
}

async function personDeactivate(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const leavesNone = given.switches.has("leaves-none");
  const person = { email, reason: reasonOf(given), leavesNone };
  const isChanged = await deactivatePersonAsOperator("admin person deactivate", person);
  console.log(
    `${email} ${isChanged ? "is" : "was"} deactivated in all accounts${isChanged ? "" : " already"}.`,
  );
}

async function personReactivate(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const isChanged = await reactivatePersonAsOperator("admin person reactivate", {
    email,
    reason: reasonOf(given),
  });
  console.log(`${email} ${isChanged ? "is active again" : "was active already"}.`);
}

async function sessionEnd(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const ended = await endSessions("admin session end", email, reasonOf(given), optionalId(given, "session"));
  console.log(`Sessions of ${email} that ended: ${ended}.`);
}

async function accountSetLimits(given: Arguments): Promise<void> {
  const accountId = accountIdOf(given);
  const reason = reasonOf(given);
  const flags = { activeKeys: "active-keys", hourly: "hourly", burst: "burst" } as const;
  const limits: Partial<Record<keyof OwnLimits, number | null>> = {};
  for (const name of ["activeKeys", "hourly", "burst"] as const) {
    if (given.values[flags[name]] !== undefined) limits[name] = limitOf(given, flags[name]);
  }
  if (Object.keys(limits).length === 0) {
    throw new Failure("Give at least one of --active-keys, --hourly and --burst.", USAGE);
  }
  const isChanged = await setLimits("admin account set-limits", accountId, limits, reason);
  console.log(isChanged ? "The account's limits are changed." : "The account had these limits already.");
}

/** @throws Failure (exit 2) */
function limitOf(given: Arguments, flag: string): number | null {
  const text = required(given, flag);
  if (text === "usual") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Failure(`--${flag} must be a whole number, or "usual".`, USAGE);
}

export const BREAK_GLASS: Readonly<Record<string, (given: Arguments) => Promise<void>>> = {
  "key revoke": keyRevoke,
  "account close": accountClose,
  "account reopen": accountReopen,
  "account set-limits": accountSetLimits,
  "member deactivate": memberDeactivate,
  "member reactivate": memberReactivate,
  "person deactivate": personDeactivate,
  "person reactivate": personReactivate,
  "session end": sessionEnd,
};
