/** An app with everything that clients prove themselves with, and somebody who lets it act. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { makeApp } from "../../db/testing/app";
import { giveKeyPair, giveRedirectUri, giveSecret } from "../../db/testing/app-credentials";
import type { TestDatabase } from "../../db/testing/database";
import { freePort } from "../../db/testing/free-port";
import { makeTenant } from "../../db/testing/tenant";
import type { Scope } from "../../lib/domain/keys/scopes";
import { browserOf, type Browser } from "./consenting-browser";

export type ClientStory = {
  readonly clientId: string;
  /** Null of a public app. */
  readonly secret: string | null;
  readonly redirectUri: string;
  readonly scopes: readonly Scope[];
  readonly privateKeyFile: string;
  readonly person: { readonly id: string; readonly email: string };
  readonly account: { readonly id: string; readonly name: string };
  readonly browser: Browser;
  readonly forget: () => void;
};

const SCOPES: readonly Scope[] = ["agreements:read", "signature", "extended", "impersonation"];

export async function makeClientStory(
  database: TestDatabase,
  consoleUrl: string,
  {
    isPublic = false,
    scopes = SCOPES,
  }: { readonly isPublic?: boolean; readonly scopes?: readonly Scope[] } = {},
): Promise<ClientStory> {
  const { account, people } = await makeTenant(
    database.db,
    { ada: "admin", max: "member" },
    { environment: "sandbox" },
  );
  const app = await makeApp(database.db, account, people.ada.id, scopes, { isPublic });
  await giveRedirectUri(database.db, app, account.id, "http://127.0.0.1/callback");
  const pair = await giveKeyPair(database.db, app, account.id);
  const folder = mkdtempSync(join(tmpdir(), "countersign-client-"));
  const privateKeyFile = join(folder, "private-key.pem");
  writeFileSync(privateKeyFile, pair.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return {
    clientId: app.clientId,
    secret: isPublic ? null : (await giveSecret(database.db, app, account.id)).text,
    redirectUri: `http://127.0.0.1:${await freePort()}/callback`,
    scopes,
    privateKeyFile,
    person: people.max,
    account,
    browser: await browserOf(people.max, consoleUrl),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
