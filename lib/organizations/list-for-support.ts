import { asc, sql } from "drizzle-orm";

import { organizations } from "@/db/schema/organizations";

import type { SupportOrganizationList, SupportOrganizationListInput } from "../contracts/account-lifecycle";
import { searchedName } from "../domain/keys/name-text";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { searchOnRecord } from "../kernel/staff-view";
import { isOrganizationAdmin } from "../row-state/organization-admin";

const LISTED_MAX = 500;

/**
 * The first organizations whose name has the text in it, by name: which there are, and nothing of their accounts. A search
 * leaves a line on the record of who searches (R11).
 */
export async function listOrganizations(
  ctx: StaffContext,
  input: SupportOrganizationListInput,
): Promise<SupportOrganizationList> {
  const wanted = searchedName(input.q);
  const literal = wanted.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  const data = await ask((db) =>
    db
      .select({
        id: organizations.id,
        name: organizations.name,
        accounts: sql<number>`(select count(*)::int from accounts where organization_id = organizations.id)`,
        admins: sql<number>`(select count(*)::int from organization_admins where organization_id = organizations.id and ${isOrganizationAdmin()})`,
      })
      .from(organizations)
      .where(sql`lower(${organizations.name}) like lower(${`%${literal}%`})`)
      .orderBy(asc(organizations.name), asc(organizations.id))
      .limit(LISTED_MAX),
  );
  if (wanted !== "") {
    await change(byPerson(ctx), [], async (tx) => ({
      value: undefined,
      audit: await searchOnRecord(tx, ctx, wanted),
    }));
  }
  return { data, nextCursor: null };
}
