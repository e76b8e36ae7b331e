/** Organizations by the operator, with a reason, on the record of the accounts that it concerns. */
import {
  addOrganizationAdminAsOperator,
  removeOrganizationAdminAsOperator,
} from "../../lib/organizations/change-admins";
import { createOrganizationAsOperator, placeAccountAsOperator } from "../../lib/organizations/place-account";
import { accountIdOf, emailOf, idOf, nameOf, reasonOf } from "./admin-input";
import { required, type Arguments } from "./arguments";

export const ORGANIZATION_HELP = `  organization create --name <name> --account <id> --reason <text>
      A group of accounts, with this one as its first.
  organization add-admin --organization <id> --email <address> --reason <text>
      An admin of it: somebody who is an active member of one of its accounts.
  organization remove-admin --organization <id> --email <address> [--leaves-none] --reason <text>
      --leaves-none: even the last one, so that nobody can stand in for its accounts.
  organization put-account --organization <id> --account <id> [--leaves-none] --reason <text>
  organization take-out-account --account <id> [--leaves-none] --reason <text>
      Into an organization, out of the one that it is in, or both. Admins who are members of no other account of
      that one are its admins no more; --leaves-none: even where none is left.`;

async function organizationCreate(given: Arguments): Promise<void> {
  required(given, "name");
  const name = nameOf(given, "name", "");
  const id = await createOrganizationAsOperator("admin organization create", {
    name,
    accountId: accountIdOf(given),
    reason: reasonOf(given),
  });
  console.log(`${name} (${id}) is an organization, and the account belongs to it.`);
}

async function organizationAddAdmin(given: Arguments): Promise<void> {
  const email = emailOf(given);
  const isChanged = await addOrganizationAdminAsOperator("admin organization add-admin", {
    organizationId: idOf(given, "organization", "an organization"),
    email,
    reason: reasonOf(given),
  });
  console.log(
    `${email} ${isChanged ? "is" : "was"} an admin of the organization${isChanged ? "" : " already"}.`,
  );
}

async function organizationRemoveAdmin(given: Arguments): Promise<void> {
  const email = emailOf(given);
  await removeOrganizationAdminAsOperator("admin organization remove-admin", {
    organizationId: idOf(given, "organization", "an organization"),
    email,
    reason: reasonOf(given),
    leavesNone: given.switches.has("leaves-none"),
  });
  console.log(`${email} is no admin of the organization any more.`);
}

async function place(given: Arguments, command: string, organizationId: string | null): Promise<boolean> {
  return placeAccountAsOperator(`admin organization ${command}`, {
    accountId: accountIdOf(given),
    organizationId,
    reason: reasonOf(given),
    leavesNone: given.switches.has("leaves-none"),
  });
}

async function organizationPutAccount(given: Arguments): Promise<void> {
  const isChanged = await place(given, "put-account", idOf(given, "organization", "an organization"));
  console.log(
    `The account ${isChanged ? "belongs" : "belonged"} to the organization${isChanged ? "" : " already"}.`,
  );
}

async function organizationTakeOutAccount(given: Arguments): Promise<void> {
  const isChanged = await place(given, "take-out-account", null);
  console.log(`The account ${isChanged ? "is" : "was"} in no organization${isChanged ? " any more" : ""}.`);
}

export const ORGANIZATION: Readonly<Record<string, (given: Arguments) => Promise<void>>> = {
  "organization create": organizationCreate,
  "organization add-admin": organizationAddAdmin,
  "organization remove-admin": organizationRemoveAdmin,
  "organization put-account": organizationPutAccount,
  "organization take-out-account": organizationTakeOutAccount,
};
