/** I5 of legacy authentication: the password that comes with each call is kept nowhere, of those either who log their requests. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { setLegacyAuthentication } from "../../lib/accounts/set-legacy-authentication";
import { useDatabase } from "../../lib/kernel/database";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { listLoggedRequests } from "../../lib/request-logs/list";
import { switchRequestLogging } from "../../lib/request-logs/switch";
import { call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase(useDatabase);
/** No part of it is a word that anything else here has. */
const PASSWORD = "Zugvogel-Kasten-4711";
const WRONG = "Zugvogel-Kasten-4712";
const TRACES = [PASSWORD, WRONG].flatMap((password) => [
  password,
  password.toLowerCase(),
  "Zugvogel-Kasten",
  Buffer.from(password).toString("hex"),
  Buffer.from(password).toString("base64"),
  encodeURIComponent(password),
]);

let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function everyRow(): Promise<string> {
  const { rows: tables } = await database.owner.query<{ name: string }>(
    // What a partition has, its whole has too.
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.owner.query<{ row: string }>(
      `select row_to_json(t)::text as row from ${name} t`,
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

/** Each call by password hashes it, and at the end all rows of the database are read. */
const TIMEOUT_MS = 60_000;

it(
  "a person who logs requests finds calls by password and key in the log, and no password is in any table",
  async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const { ada } = tenant.people;
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(database.db, tenant.account, ada.id);
    await database.owner.query("update users set password_hash = $1 where id = $2", [
      await hashPassword(PASSWORD),
      ada.id,
    ]);
    await setLegacyAuthentication(ctx, { endsAt: new Date(Date.now() + 86_400_000), version: 0 });
    await switchRequestLogging(ctx, { isEnabled: true });

    const json = (password: string) =>
      JSON.stringify({ Username: ada.email, Password: password, IntegratorKey: key.clientId });
    const xml = `<DocuSignCredentials><Username>${ada.email}</Username><Password>${PASSWORD}</Password><IntegratorKey>${key.clientId}</IntegratorKey></DocuSignCredentials>`;
    const soap = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:UsernameToken><o:Username>[${key.clientId}]${ada.email}</o:Username><o:Password>${PASSWORD}</o:Password></o:UsernameToken></o:Security></s:Header><s:Body/></s:Envelope>`;
    const ask = (path: string, header: string) =>
      call(gate.url, null, path, {
        headers: {
          "x-docusign-authentication": header,
          "X-Forwarded-Method": "GET",
          // Whoever writes the password into the address too has it masked there.
          "X-Forwarded-Uri": `/agreements?password=${PASSWORD}&q=1`,
          "User-Agent": "test",
        },
      });
    const statuses: number[] = [];
    for (const header of [
      json(PASSWORD),
      xml,
      json(WRONG),
      `${json(PASSWORD)} `,
      `{"Password":"${PASSWORD}"`,
    ]) {
      statuses.push((await ask("/v1/authorize", header)).status);
    }
    statuses.push((await ask("/v1/me", json(PASSWORD))).status);
    statuses.push((await ask("/restapi/v2/login_information", xml)).status);
    const verified = await verifyWith(gate.url, {
      legacy: { soap },
      method: "POST",
      path: "/api/3.0/api.asmx",
    });
    expect([await verified.json(), ...statuses]).toMatchObject([
      { valid: true },
      200,
      200,
      401,
      200,
      401,
      200,
      200,
    ]);

    const { data } = await listLoggedRequests(ctx);
    expect(data.length).toBeGreaterThanOrEqual(5);
    const kept = await everyRow();
    expect(kept).toContain(key.clientId);
    for (const trace of TRACES) expect(kept).not.toContain(trace);
  },
  TIMEOUT_MS,
);
