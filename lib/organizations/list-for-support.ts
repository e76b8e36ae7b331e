import { and, asc, sql } from "drizzle-orm";

import { organizations } from "@/db/schema/organizations";

import type {
  SupportOrganizationList,
  SupportOrganizationListInput,
} from "../contracts/accounts/account-lifecycle";
import { searchedName } from "../domain/keys/name-text";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { searchOnRecord } from "../kernel/cases/staff-view";
import { isOrganizationAdmin } from "../row-state/organization-admin";

/**
 * Organizations whose name has the text in it, by name, a page at a time: which there are, and nothing of their accounts. A
 * search leaves a line on the record of who searches (R11).
 */
export async function listOrganizations(
  ctx: StaffContext,
  input: SupportOrganizationListInput,
): Promise<SupportOrganizationList> {
  const wanted = searchedName(input.q);
  const literal = wanted.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  const rows = await ask((db) =>
    db
      .select({
        id: organizations.id,
        name: organizations.name,
        accounts: sql<number>`(select count(*)::int from accounts where organization_id = organizations.id)`,
        admins: sql<number>`(select count(*)::int from organization_admins where organization_id = organizations.id and ${isOrganizationAdmin()})`,
      })
      .from(organizations)
      .where(
        and(
          sql`lower(${organizations.name}) like lower(${`%${literal}%`})`,
          input.cursor
            ? sql`(${organizations.name}, ${organizations.id}) >
                (select last.name, last.id from organizations last where last.id = ${input.cursor})`
            : undefined,
        ),
      )
      .orderBy(asc(organizations.name), asc(organizations.id))
      .limit(input.limit + 1),
  );
  if (wanted !== "") {
    await change(byPerson(ctx), [], async (tx) => ({
      value: undefined,
      audit: await searchOnRecord(tx, ctx, wanted),
    }));
  }
  const data = rows.slice(0, input.limit);
  return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
}
