import { domainToASCII } from "node:url";

import { and, asc, eq, isNull, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { claimedDomains } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { GrantName } from "../../domain/oauth/asked-scopes";
import { coveringConsent } from "../../domain/oauth/organization-consent";
import { mailDomainOf } from "../../domain/organizations/mail-domain";
import type { Reader, Transaction } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { isHeldClaim } from "../../row-state/domain-claim";
import { takeTurn } from "../tokens/lock-grant";

/** An organization's consent that covers a person, and the account of the organization that the app acts in. */
export type Cover = {
  readonly organizationConsentId: string;
  readonly accountId: string;
  readonly userId: string;
  readonly keyId: string;
  /** The claimed domain that the person's address is of. */
  readonly domain: string;
  readonly scopes: readonly string[];
  /** What is asked, which it covers. */
  readonly names: readonly GrantName[];
};

/** The domains that an organization holds. */
export const HELD_DOMAINS = sql<string[]>`array(
  select ${claimedDomains.domain} from ${claimedDomains}
  where ${and(eq(claimedDomains.organizationId, organizationConsents.organizationId), isHeldClaim())})`;

/** When the person last was in a browser under it, in this account. */
const LAST_CONFIRMED = sql`(
  select ${oauthConsents.confirmedAt} from ${oauthConsents}
  where ${and(
    eq(oauthConsents.userId, memberships.userId),
    eq(oauthConsents.keyId, organizationConsents.keyId),
    eq(oauthConsents.accountId, accounts.id),
    eq(oauthConsents.organizationConsentId, organizationConsents.id),
    isNull(oauthConsents.revokedAt),
  )})`;

/**
 * The organization's consent by which an app may act for a person without asking; null where none covers all of it. Of several
 * accounts of the organization it is the one in which the app began to act last, or else the one that the person is in for longest.
 */
export async function findCover(
  db: Reader,
  {
    keyId,
    userId,
    names,
  }: { readonly keyId: string; readonly userId: string; readonly names: readonly GrantName[] },
): Promise<Cover | null> {
  const rows = await db
    .select({
      organizationConsentId: organizationConsents.id,
      scopes: organizationConsents.scopes,
      accountId: accounts.id,
      email: users.email,
      domains: HELD_DOMAINS,
    })
    .from(organizationConsents)
    .innerJoin(accounts, eq(accounts.organizationId, organizationConsents.organizationId))
    .innerJoin(memberships, eq(memberships.accountId, accounts.id))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(organizationConsents.keyId, keyId),
        isNull(organizationConsents.revokedAt),
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
        eq(accounts.status, "active"),
        eq(
          accounts.environment,
          sql`(select environment from integration_keys where id = ${organizationConsents.keyId})`,
        ),
      ),
    )
    .orderBy(sql`${LAST_CONFIRMED} desc nulls last`, asc(memberships.id));
  const [person] = rows;
  if (!person) return null;
  const domain = mailDomainOf(person.email, domainToASCII);
  const found = coveringConsent(rows, domain, names);
  if (!found) return null;
  const { organizationConsentId, accountId, scopes } = found;
  return { organizationConsentId, accountId, scopes, userId, keyId, domain, names };
}

/**
 * The person's consent that rests on an organization's, made with the first token and used from then on. One of the app's turns is
 * held first, so that an end of the organization's finds it. Of two at once one makes it.
 * @returns its id; null where the organization's does not cover the person any more
 */
export async function holdCover(tx: Transaction, cover: Cover): Promise<string | null> {
  await takeTurn(tx, cover.keyId);
  // Judged again, now that none of it ends meanwhile.
  const still = await findCover(tx, cover);
  if (still === null || !isSame(still, cover)) return null;
  const { organizationConsentId, userId, keyId, accountId, domain, scopes } = cover;
  const now = sql`clock_timestamp()`;
  await tx
    .insert(oauthConsents)
    .values({
      id: newId(),
      userId,
      keyId,
      accountId,
      organizationConsentId,
      claimedDomain: domain,
      scopes: [...scopes],
      givenAt: now,
      confirmedAt: now,
    })
    .onConflictDoNothing();
  const [held] = await tx
    .select({ id: oauthConsents.id, scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .where(
      and(
        eq(oauthConsents.userId, userId),
        eq(oauthConsents.keyId, keyId),
        eq(oauthConsents.accountId, accountId),
        eq(oauthConsents.organizationConsentId, organizationConsentId),
        isNull(oauthConsents.revokedAt),
      ),
    );
  if (!held) return null;
  if (held.scopes.join(" ") !== scopes.join(" ")) {
    await tx
      .update(oauthConsents)
      .set({ scopes: [...scopes], confirmedAt: now })
      .where(eq(oauthConsents.id, held.id));
  }
  return held.id;
}

function isSame(one: Cover, other: Cover): boolean {
  return (
    one.organizationConsentId === other.organizationConsentId &&
    one.accountId === other.accountId &&
    one.domain === other.domain
  );
}
