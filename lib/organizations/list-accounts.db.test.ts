import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { getOrganization } from "./get";
import { listOrganizationAccounts } from "./list-accounts";

const database = testDatabase(useDatabase);

async function arrange(accounts: number) {
  const first = await makeTenant(database.db, { ada: "admin" });
  const accountIds = [first.account.id];
  for (let made = 1; made < accounts; made += 1) {
    const environment = made % 2 === 0 ? ("sandbox" as const) : ("production" as const);
    accountIds.push((await makeTenant(database.db, { gus: "admin" }, { environment })).account.id);
  }
  const organizationId = await makeOrganization(database.db, { accountIds, adminIds: [first.people.ada.id] });
  return { ada: contextOf(first, "ada"), organizationId, accountIds };
}

describe("the accounts of an organization", () => {
  it("come a page at a time, each once, and the first page with the organization", async () => {
    const { ada, organizationId, accountIds } = await arrange(7);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrganizationAccounts(ada, {
        organizationId,
        limit: 3,
        ...(cursor ? { cursor } : {}),
      });
      expect(page.data.length).toBeLessThanOrEqual(3);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.toSorted()).toEqual(accountIds.toSorted());
    const organization = await getOrganization(ada, organizationId);
    expect(organization.accounts.map(({ id }) => id)).toEqual(seen);
    expect(organization.nextCursor).toBeNull();
  });

  it("are nothing behind an account of another organization", async () => {
    const [one, other] = [await arrange(2), await arrange(1)];
    const { organizationId } = one;
    const cursor = other.accountIds[0] ?? "";
    expect(await listOrganizationAccounts(one.ada, { organizationId, limit: 3, cursor })).toEqual({
      data: [],
      nextCursor: null,
    });
    await expect(listOrganizationAccounts(other.ada, { organizationId, limit: 3 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
