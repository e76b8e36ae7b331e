/** An app that the first account's admin lets act, and an assertion that it signed: taken again and again, for want of a jti. */
import type { Pool } from "pg";
import { SignJWT } from "jose";

import { databaseOf } from "../db/client";
import { oauthConsents } from "../db/schema/oauth";
import { makeApp } from "../db/testing/app";
import { giveKeyPair } from "../db/testing/app-credentials";
import { newId } from "../lib/platform/ids";

export type SignedAssertion = { readonly text: string; readonly publicKeyPem: string };

/** The first account's admin, and an app of that account that may do what is benched. */
export async function makeBenchApp(owner: Pool) {
  const { rows } = await owner.query<{ account_id: string; user_id: string }>(
    `select m.account_id, m.user_id from memberships m join users u on u.id = m.user_id
     where u.email = 'bench-0@bench.example'`,
  );
  const [member] = rows;
  if (!member) throw new Error("The database has no accounts yet");
  const { account_id: accountId, user_id: userId } = member;
  const app = await makeApp(databaseOf(owner), { id: accountId, environment: "production" }, userId, SCOPES);
  return { app, accountId, userId };
}

const SCOPES = ["agreements:read", "signature", "impersonation"] as const;

/** Makes both. @param issuer the console's address */
export async function signAssertion(owner: Pool, issuer: string): Promise<SignedAssertion> {
  const { app, accountId, userId } = await makeBenchApp(owner);
  const db = databaseOf(owner);
  const { privateKey, publicKeyPem } = await giveKeyPair(db, app, accountId);
  const now = new Date();
  const consent = { id: newId(), userId, keyId: app.id, accountId, scopes: [...SCOPES] };
  await db.insert(oauthConsents).values({ ...consent, givenAt: now, confirmedAt: now });
  const text = await new SignJWT({ scope: "signature impersonation" })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(app.clientId)
    .setSubject(userId)
    .setAudience(new URL(issuer).host)
    .setIssuedAt()
    .setExpirationTime("12 hours")
    .sign(privateKey);
  return { text, publicKeyPem };
}
