/** What apps prove themselves with, for tests. */
import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";

import { newId } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { Database } from "../client";
import { credentials, redirectUris } from "../schema/integration-keys";
import type { TestApp } from "./app";

/** A client secret of an app that this account manages. */
export async function giveSecret(
  db: Database,
  app: TestApp,
  accountId: string,
): Promise<{ readonly id: string; readonly text: string }> {
  const secret = newSecret("iks", app.environment);
  const id = newId();
  await db.insert(credentials).values({
    id,
    keyId: app.id,
    accountId,
    kind: "client_secret",
    name: "server",
    lastFour: secret.lastFour,
    secretHash: secret.hash,
    createdAt: new Date(),
  });
  return { id, text: secret.text };
}

/** A key pair of 2,048 bits, which takes a moment to make; `made` is one that was made before. */
export async function giveKeyPair(
  db: Database,
  app: TestApp,
  accountId: string,
  made = generateKeyPairSync("rsa", { modulusLength: 2_048 }),
): Promise<{ readonly id: string; readonly privateKey: KeyObject; readonly publicKeyPem: string }> {
  const id = newId();
  const publicKeyPem = made.publicKey.export({ type: "spki", format: "pem" }).toString();
  await db.insert(credentials).values({
    id,
    keyId: app.id,
    accountId,
    kind: "rsa_public_key",
    name: "server",
    publicKeyPem,
    bits: 2_048,
    thumbprint: createHash("sha256").update(publicKeyPem).digest("base64url"),
    createdAt: new Date(),
  });
  return { id, privateKey: made.privateKey, publicKeyPem };
}

/** An address that an app may have people sent back to. */
export async function giveRedirectUri(
  db: Database,
  app: TestApp,
  accountId: string,
  uri: string,
): Promise<void> {
  await db.insert(redirectUris).values({ keyId: app.id, accountId, uri, position: 0 });
}
