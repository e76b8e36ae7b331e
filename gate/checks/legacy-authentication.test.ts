import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { setLegacyAuthentication } from "../../lib/accounts/set-legacy-authentication";
import { useDatabase } from "../../lib/kernel/database";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const PASSWORD = "two words & <three>";
const MONTH_MS = 30 * 86_400_000;

let gate: GateProcess;
let passwordHash: string;
beforeAll(async () => {
  gate = await startGate(database.url, { GATE_TRUSTED_PROXIES: "127.0.0.0/8" });
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => gate.stop());

async function arrange(options: TenantOptions & TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", vera: "viewer" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  const ids = [tenant.people.ada.id, tenant.people.vera.id];
  await database.owner.query("update users set password_hash = $1 where id = any($2)", [passwordHash, ids]);
  const ctx = contextOf(tenant, "ada");
  const endsAt = new Date(Math.ceil((Date.now() + MONTH_MS) / 1_000) * 1_000);
  const { version } = await setLegacyAuthentication(ctx, { endsAt, version: 0 });
  return { tenant, key, ctx, endsAt, version, email: tenant.people.ada.email };
}

type Named = { readonly email: string; readonly key: { readonly clientId: string } };
const json = ({ email, key }: Named, more: object = {}) =>
  JSON.stringify({ Username: email, Password: PASSWORD, IntegratorKey: key.clientId, ...more });
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const xml = ({ email, key }: Named) =>
  `<DocuSignCredentials><Password>${escaped(PASSWORD)}</Password><Username>${email}</Username><IntegratorKey>YDMN-${key.clientId.toUpperCase()}</IntegratorKey></DocuSignCredentials>`;

let addresses = 0;
/** From an address of its own: attempts that fail are nobody else's. */
const from = () => `198.51.${(addresses += 1) >> 8}.${addresses & 255}`;
const ask = (header: string, query = "", headers: Record<string, string> = {}) =>
  call(gate.url, null, `/v1/authorize${query}`, {
    headers: { "x-docusign-authentication": header, "x-forwarded-for": from(), ...headers },
  });
const codeOf = async (response: Response) => {
  const text = await response.text();
  return text === "" ? response.status : (JSON.parse(text) as { code: string }).code;
};

describe("legacy authentication", () => {
  it("lets a person's name and password beside a key through, in both forms, and says until when", async () => {
    const all = await arrange({ scopes: ["agreements:read", "users:write"] });
    for (const header of [
      json(all),
      xml(all),
      json(all, { Username: all.tenant.people.ada.id.toUpperCase() }),
    ]) {
      const response = await ask(header, "?scope=agreements:read");
      expect(await codeOf(response)).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "x-countersign-key": all.key.clientId,
        "x-countersign-account": all.tenant.account.id,
        "x-countersign-user": all.tenant.people.ada.id,
        "x-countersign-scopes": "agreements:read users:write",
        deprecation: "@1630454400",
        sunset: all.endsAt.toUTCString(),
      });
    }
    const { rows } = await database.owner.query(
      "select c.code, c.user_id, u.allowed_calls, u.refused_calls from calls c join legacy_uses u on u.id = c.credential_id where c.key_id = $1",
      [all.key.id],
    );
    const row = {
      code: "allowed",
      user_id: all.tenant.people.ada.id,
      allowed_calls: "3",
      refused_calls: "0",
    };
    expect(rows).toEqual([row, row, row]);
  });

  it("gives what the key holds and the person may, and records what it refuses", async () => {
    const all = await arrange({ scopes: ["agreements:read", "agreements:write"] });
    const vera = { ...all, email: all.tenant.people.vera.email };
    expect((await ask(json(vera))).headers.get("x-countersign-scopes")).toBe("agreements:read");
    const refused = await ask(json(vera), "?scope=agreements:write");
    expect(refused.headers.get("sunset")).toBe(all.endsAt.toUTCString());
    expect(await codeOf(refused)).toBe("insufficient_scope");
    const { rows } = await database.owner.query(
      "select user_id, refused_calls from legacy_uses where key_id = $1",
      [all.key.id],
    );
    expect(rows).toEqual([{ user_id: all.tenant.people.vera.id, refused_calls: "1" }]);
  });

  it("is refused in the same words whatever is wrong, and never says when it ends", async () => {
    const all = await arrange();
    const other = await arrange();
    const off = await arrange();
    await setLegacyAuthentication(off.ctx, { endsAt: null, version: 0 });
    const over = await arrange();
    await database.owner.query(
      "update legacy_authentication set ends_at = date_trunc('milliseconds', now()) where account_id = $1",
      [over.tenant.account.id],
    );
    const fresh = await arrange();
    await database.owner.query("update users set must_change_password = true where id = $1", [
      fresh.tenant.people.ada.id,
    ]);
    const told = new Set<string>();
    for (const header of [
      json(all, { Password: "another" }),
      json(all, { Username: "nobody@example.test" }),
      json(all, { IntegratorKey: crypto.randomUUID() }),
      json(all, { Username: other.email }),
      json(off),
      json(over),
      json(fresh),
    ]) {
      const response = await ask(header);
      expect([response.status, response.headers.get("deprecation")]).toEqual([401, "@1630454400"]);
      expect(response.headers.has("sunset")).toBe(false);
      told.add(JSON.stringify({ ...((await response.json()) as object), requestId: "", instance: "" }));
    }
    expect(told.size).toBe(1);
    expect([...told][0]).toContain('"code":"unknown_key"');
    expect(gate.output()).not.toContain("two words");
  });

  it("ends with the next call when any part of it ends, though the password was proven before (I1, I2)", async () => {
    const ends: [string, (all: Awaited<ReturnType<typeof arrange>>) => Promise<unknown>, string][] = [
      ["policy", ({ ctx }) => setLegacyAuthentication(ctx, { endsAt: null, version: 0 }), "unknown_key"],
      [
        "password",
        async ({ tenant }) =>
          database.owner.query("update users set password_hash = $1 where id = $2", [
            await hashPassword("quite another"),
            tenant.people.ada.id,
          ]),
        "unknown_key",
      ],
      [
        "person",
        ({ tenant }) =>
          database.owner.query("update users set status = 'deactivated' where id = $1", [
            tenant.people.ada.id,
          ]),
        "owner_inactive",
      ],
      [
        "member",
        ({ tenant }) =>
          database.owner.query(
            "update memberships set status = 'deactivated', deactivated_at = now() where user_id = $1",
            [tenant.people.ada.id],
          ),
        "owner_inactive",
      ],
      [
        "key",
        ({ key }) =>
          database.owner.query(
            "update integration_keys set retires_at = date_trunc('milliseconds', now()) where id = $1",
            [key.id],
          ),
        "revoked_key",
      ],
      [
        "account",
        ({ tenant }) =>
          database.owner.query("update accounts set status = 'closed', closed_at = now() where id = $1", [
            tenant.account.id,
          ]),
        "account_closed",
      ],
    ];
    for (const [what, end, code] of ends) {
      const all = await arrange();
      expect([what, await codeOf(await ask(json(all)))]).toEqual([what, 200]);
      await end(all);
      expect([what, await codeOf(await ask(json(all)))]).toEqual([what, code]);
    }
  });

  it("is one of two credentials at most, and acts for nobody else", async () => {
    const all = await arrange();
    const both = await ask(json(all), "", { authorization: `Bearer ${all.key.secret}` });
    expect([both.status, await codeOf(both)]).toEqual([400, "invalid_request"]);
    const other = await ask(json(all, { SendOnBehalfOf: all.tenant.people.vera.email }));
    expect([other.status, await codeOf(other)]).toEqual([400, "invalid_request"]);
    const twice = await ask(`${json(all)}, ${json(all)}`);
    expect(await codeOf(twice)).toBe("malformed_key");
    expect(await codeOf(await ask(""))).toBe("missing_key");
  });

  it("slows guessers down by name and address, people who are not there alike, and nobody who is right", async () => {
    const all = await arrange();
    expect(await codeOf(await ask(json(all), "", { "x-forwarded-for": "203.0.113.1" }))).toBe(200);
    for (const name of [all.email, "nobody@example.test"]) {
      const told = [];
      for (let tries = 0; tries < 12; tries += 1) {
        const response = await ask(json(all, { Username: name, Password: `guess ${tries}` }), "", {
          "x-forwarded-for": "203.0.113.1",
        });
        told.push(response.status);
        if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      expect(told).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    }
    // The client whose password was right goes on, from the guesser's address too.
    expect(await codeOf(await ask(json(all), "", { "x-forwarded-for": "203.0.113.1" }))).toBe(200);
  });
});

describe("legacy authentication elsewhere", () => {
  const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  const envelope = ({ email, key }: Named) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><w:Security xmlns:w="${WSSE}"><w:UsernameToken><w:Username>[${key.clientId}]${email}</w:Username><w:Password>${escaped(PASSWORD)}</w:Password></w:UsernameToken></w:Security></s:Header><s:Body/></s:Envelope>`;

  it("is understood by verify as a header or as a SOAP envelope, which no gateway passes on", async () => {
    const all = await arrange();
    for (const legacy of [{ header: json(all) }, { soap: envelope(all) }]) {
      const response = await verifyWith(gate.url, { legacy, ip: from(), scopes: ["agreements:read"] });
      expect(response.headers.get("sunset")).toBe(all.endsAt.toUTCString());
      expect(await response.json()).toMatchObject({
        valid: true,
        userId: all.tenant.people.ada.id,
        clientId: all.key.clientId,
        legacy: { endsAt: all.endsAt.toISOString() },
      });
    }
    const wrong = { soap: envelope(all).replace("words", "swords") };
    const refused = await (await verifyWith(gate.url, { legacy: wrong, ip: from() })).json();
    expect(refused).toMatchObject({
      valid: false,
      status: 401,
      code: "unknown_key",
      legacy: { endsAt: null },
    });
    for (const body of [
      {},
      { token: "x", legacy: wrong },
      { legacy: {} },
      { legacy: { ...wrong, header: "" } },
    ]) {
      expect((await verifyWith(gate.url, body)).status).toBe(400);
    }
  });

  it("finds its account at login_information, all of it texts", async () => {
    const all = await arrange();
    const at = (header: string) =>
      call(gate.url, null, "/restapi/v2/login_information", {
        headers: { "x-docusign-authentication": header, "x-forwarded-for": from() },
      });
    const response = await at(xml(all));
    expect([response.status, response.headers.get("sunset")]).toEqual([200, all.endsAt.toUTCString()]);
    const { account, people } = all.tenant;
    expect(await response.json()).toEqual({
      loginAccounts: [
        {
          name: account.name,
          accountId: account.id,
          baseUrl: expect.stringMatching(new RegExp(`^http.*/restapi/v2/accounts/${account.id}$`)),
          isDefault: "true",
          userName: people.ada.name,
          userId: people.ada.id,
          email: people.ada.email,
          siteDescription: "",
        },
      ],
    });
    const refused = await at(json(all, { Password: "another" }));
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { errorCode: "USER_AUTHENTICATION_FAILED", message: expect.stringContaining("Legacy authentication") },
    ]);
    expect((await call(gate.url, all.key.secret, "/restapi/v2/login_information")).status).toBe(200);
  });

  it("is over for every account on the operator's last day, and where nobody signs in by password", async () => {
    const all = await arrange();
    for (const setting of [
      { LEGACY_AUTHENTICATION_UNTIL: "2026-01-01T00:00:00Z" },
      { LEGACY_AUTHENTICATION_UNTIL: "off" },
      { PASSWORD_SIGN_IN: "off" },
    ]) {
      const other = await startGate(database.url, setting);
      const response = await call(other.url, null, "/v1/authorize", {
        headers: { "x-docusign-authentication": json(all) },
      });
      expect(await codeOf(response)).toBe("unknown_key");
      await other.stop();
    }
    expect(await codeOf(await ask(json(all)))).toBe(200);
  });
});
