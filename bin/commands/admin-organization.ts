/** Organizations by the operator, with a reason, on the record of the accounts that it concerns. */
import { addOrganizationAdminAsOperator } from "../../lib/organizations/change-admins";
import { createOrganizationAsOperator } from "../../lib/organizations/place-account";
import { accountIdOf, emailOf, idOf, nameOf, reasonOf } from "./admin-input";
import { required, type Arguments } from "./arguments";

export const ORGANIZATION_HELP = `  organization create --name <name> --account <id> --reason <text>
      A group of accounts, with this one as its first; support puts others into it.
  organization add-admin --organization <id> --email <address> --reason <text>
      An admin of it: somebody who is an active member of one of its accounts.`;

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

export const ORGANIZATION: Readonly<Record<string, (given: Arguments) => Promise<void>>> = {
  "organization create": organizationCreate,
  "organization add-admin": organizationAddAdmin,
};
