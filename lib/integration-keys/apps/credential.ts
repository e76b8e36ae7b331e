/** How credentials of an app are read and shown: explicit columns, none of which is a hash. */
import { and, asc, count, eq, gt, isNull, or, sql, type SQL } from "drizzle-orm";

import { credentials } from "@/db/schema/integration-keys";

import type { ClientSecret, KeyPair } from "../../contracts/keys/app-credentials";
import { notFound } from "../../domain/errors";
import type { Reader } from "../../kernel/database";

/** Kinds of credentials that an app has. */
export type AppCredentialKind = "client_secret" | "rsa_public_key";

type Subject = { readonly accountId: string; readonly keyId: string };

/** True of the credentials of this app that were not removed, of one kind or of any. */
export function isCredentialOf({ accountId, keyId }: Subject, kind?: AppCredentialKind): SQL | undefined {
  return and(
    eq(credentials.accountId, accountId),
    eq(credentials.keyId, keyId),
    kind ? eq(credentials.kind, kind) : undefined,
    isNull(credentials.revokedAt),
  );
}

/** True of credentials that did not expire. */
export const IS_UNEXPIRED = or(
  isNull(credentials.expiresAt),
  gt(credentials.expiresAt, sql`clock_timestamp()`),
);

/** How many the app has of a kind; those that expired take a place until they are removed. */
export async function countCredentials(
  db: Reader,
  subject: Subject,
  kind: AppCredentialKind,
): Promise<number> {
  const [row] = await db
    .select({ credentials: count() })
    .from(credentials)
    .where(isCredentialOf(subject, kind));
  return row?.credentials ?? 0;
}

const COLUMNS = {
  id: credentials.id,
  name: credentials.name,
  lastFour: credentials.lastFour,
  thumbprint: credentials.thumbprint,
  bits: credentials.bits,
  createdAt: credentials.createdAt,
  expiresAt: credentials.expiresAt,
  lastUsedAt: credentials.lastUsedAt,
};

/** The credentials of a kind, oldest first: a handful at most, so that they are one page. */
export function selectCredentials(db: Reader, subject: Subject, kind: AppCredentialKind) {
  return db
    .select(COLUMNS)
    .from(credentials)
    .where(isCredentialOf(subject, kind))
    .orderBy(asc(credentials.id));
}

/**
 * A credential that an earlier request made, removed since or not.
 * @throws DomainError not_found
 */
export async function findMadeCredential(
  db: Reader,
  accountId: string,
  { keyId, credentialId }: { readonly keyId: string; readonly credentialId: string | null },
): Promise<CredentialRow> {
  const [row] = await db
    .select(COLUMNS)
    .from(credentials)
    .where(
      and(
        eq(credentials.accountId, accountId),
        eq(credentials.keyId, keyId),
        credentialId === null ? undefined : eq(credentials.id, credentialId),
      ),
    );
  if (!row || credentialId === null) throw notFound();
  return row;
}

export type CredentialRow = Awaited<ReturnType<typeof selectCredentials>>[number];

/** The wire form of a client secret. The table's CHECK says that it has a name and its last four. */
export function toClientSecret(row: CredentialRow): ClientSecret {
  return {
    id: row.id,
    name: row.name ?? "",
    lastFour: row.lastFour ?? "",
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** The wire form of a key pair. The table's CHECK says that it has a name, a thumbprint and a length. */
export function toKeyPair(row: CredentialRow): KeyPair {
  return {
    id: row.id,
    name: row.name ?? "",
    thumbprint: row.thumbprint ?? "",
    bits: row.bits ?? 0,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
