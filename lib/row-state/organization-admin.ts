/** Whether somebody who is named an admin of an organization is one, as SQL. */
import { sql, type SQL } from "drizzle-orm";

/**
 * True of a row of `organization_admins` whose person is active, and an active member of an account of the organization. The
 * right rests on both wherever it is used, so that it ends with them, at once.
 * @param row the table, or what a query calls it
 * @param without an account that is left out: whether the right would outlast the person's part in it
 */
export function isOrganizationAdmin(row = "organization_admins", without: string | null = null): SQL {
  const [person, organization] = [sql.raw(`${row}.user_id`), sql.raw(`${row}.organization_id`)];
  const elsewhere = without === null ? sql`` : sql` and part.account_id <> ${without}`;
  return sql`exists (
    select from users named
    join memberships part on part.user_id = named.id and part.status = 'active'${elsewhere}
    join accounts belonging on belonging.id = part.account_id
    where named.id = ${person} and named.status = 'active' and belonging.organization_id = ${organization})`;
}
