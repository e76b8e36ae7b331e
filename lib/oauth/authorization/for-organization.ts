/** A request that wants the consent of an organization's admin for all of its people (`admin_consent_scope`; WIRE-FACTS 5). */
import { and, asc, eq, isNull, sql } from "drizzle-orm";

import { organizationConsents } from "@/db/schema/oauth";
import { claimedDomains, organizationAdmins, organizations } from "@/db/schema/organizations";

import { covers, type GrantName } from "../../domain/oauth/asked-scopes";
import type { AuthorizationRequest } from "../../domain/oauth/requests/authorization-request";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { isHeldClaim } from "../../row-state/domain-claim";
import { isOrganizationAdmin } from "../../row-state/organization-admin";
import type { OAuthApp } from "../clients/apps";
import type { EligibleAccount } from "../consents/eligible";
import { heldConsents } from "../consents/find";
import { findCover, type Cover } from "../organization-consents/cover";
import type { Chosen } from "./authorize";
import type { OpenedRequest } from "./open";

/** An organization that a person may consent for. */
export type AskedOrganization = {
  readonly id: string;
  readonly name: string;
  /** Those that it holds: whoever has an address of one of them is covered. */
  readonly domains: readonly string[];
  /** What it lets the app do already. */
  readonly authorized: readonly string[];
};

/** What an organization's admin is asked on the consent page. */
export type OrganizationQuestion = {
  readonly app: OAuthApp;
  readonly request: AuthorizationRequest;
  /** What is asked for the organization's people. */
  readonly names: readonly GrantName[];
  /** Those that the person is an admin of, with a domain; none where the person can't consent for anybody else. */
  readonly organizations: readonly AskedOrganization[];
  /** Where the app acts for this person, to get the answer; null where the person is in no account of its environment. */
  readonly account: EligibleAccount | null;
  readonly redirectUri: string;
};

/** The question for this person, whether or not they may answer it. */
export async function askAdmin(
  ctx: SessionContext,
  { redirectUri }: OpenedRequest,
  { app, request, accounts }: Chosen,
): Promise<OrganizationQuestion> {
  const found = await ask((db) => administered(db, ctx.user.id, app.id));
  return {
    app,
    request,
    names: request.organizationNames ?? [],
    organizations: found,
    account: accounts[0] ?? null,
    redirectUri,
  };
}

/**
 * The consent to answer by where all of it was allowed before: by the organization for its people, and for this person; null
 * elsewhere.
 */
export function alreadyAllowed(
  ctx: SessionContext,
  { app, request, accounts }: Chosen,
): Promise<string | Cover | null> {
  const names = request.organizationNames ?? [];
  return ask(async (db) => {
    const found = await administered(db, ctx.user.id, app.id);
    if (!found.some(({ authorized }) => covers(authorized, names))) return null;
    const held = await heldConsents(db, ctx.user.id, app.id);
    const own = held.find(
      ({ accountId, scopes }) => accounts.some(({ id }) => id === accountId) && covers(scopes, request.names),
    );
    return own?.id ?? (await findCover(db, { keyId: app.id, userId: ctx.user.id, names: request.names }));
  });
}

const DOMAINS = sql<string[]>`array(
  select ${claimedDomains.domain} from ${claimedDomains}
  where ${and(eq(claimedDomains.organizationId, organizations.id), isHeldClaim())} order by 1)`;

/** The organizations that a person is an admin of and that hold a domain, by name. */
async function administered(db: Reader, userId: string, keyId: string): Promise<AskedOrganization[]> {
  const rows = await db
    .select({
      id: organizations.id,
      name: organizations.name,
      domains: DOMAINS,
      authorized: organizationConsents.scopes,
    })
    .from(organizationAdmins)
    .innerJoin(organizations, eq(organizations.id, organizationAdmins.organizationId))
    .leftJoin(
      organizationConsents,
      and(
        eq(organizationConsents.organizationId, organizations.id),
        eq(organizationConsents.keyId, keyId),
        isNull(organizationConsents.revokedAt),
      ),
    )
    .where(and(eq(organizationAdmins.userId, userId), isOrganizationAdmin()))
    .orderBy(asc(organizations.name), asc(organizations.id));
  return rows.flatMap((row) =>
    row.domains.length === 0 ? [] : [{ ...row, authorized: row.authorized ?? [] }],
  );
}
