/** A story of an app whose people are an organization's: for tests. */
import type { TestDatabase } from "@/db/testing/database";
import { makeClaim, makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { newId } from "../../lib/platform/ids";
import { authorizeApp } from "../../lib/oauth/organization-consents/authorize-app";
import { makeStory, type Story } from "./oauth-story";

/**
 * An app of somebody else, and an organization with two accounts and a proven domain: Max is a member of both, with an address of
 * the domain, and Grace is the organization's admin.
 */
export async function makeOrganizationStory(
  database: TestDatabase,
  options: Parameters<typeof makeStory>[1] = {},
) {
  const base = await makeStory(database, options);
  const environment = options.environment ?? "production";
  const office = await makeTenant(
    database.db,
    { grace: "admin", max: "member", ian: "member" },
    { environment, ...options.limits },
  );
  const organizationId = await makeOrganization(database.db, {
    accountIds: [office.account.id],
    adminIds: [office.people.grace.id],
  });
  const domain = `d${newId().slice(-12)}.example`;
  const claim = await makeClaim(database.db, organizationId, { domain, verifiedAt: new Date() });
  const withAddress = async (name: "max" | "grace") => {
    const ctx = contextOf(office, name);
    const email = `${name}.${ctx.user.id.slice(-12)}@${domain}`;
    await database.owner.query("update users set email = $2 where id = $1", [ctx.user.id, email]);
    return { ...ctx, user: { ...ctx.user, email } };
  };
  // The story's person is the one of the organization: `allow`, `codeOf` and the like act for that person.
  const story: Story = {
    ...base,
    tenant: { ...base.tenant, account: office.account },
    max: await withAddress("max"),
  };
  return {
    ...story,
    manager: base.tenant,
    office,
    organizationId,
    domain,
    claimId: claim.id,
    grace: await withAddress("grace"),
    /** Of an address in no claimed domain. */
    ian: contextOf(office, "ian"),
  };
}
export type OrganizationStory = Awaited<ReturnType<typeof makeOrganizationStory>>;

/** The organization's consent to these scopes, given by its admin. */
export function authorizeFor(
  { app, grace, organizationId }: OrganizationStory,
  scopes: Parameters<typeof authorizeApp>[1]["scopes"] = ["agreements:read", "extended", "impersonation"],
) {
  const { clientId, environment } = app;
  return authorizeApp(grace, { organizationId, clientId, environment, scopes });
}
