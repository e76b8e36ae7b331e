import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { serverVersions, startCluster, type Cluster } from "../../db/testing/cluster";
import { freePort } from "../../db/testing/free-port";
import { typeLine, untilEnded, untilPrinted } from "../../db/testing/program";
import { recipeLine, recipeSettings, recipeStatements } from "../../testing/shipping/operator-recipe";

// Servers and whole products are started; where the console was not built, that comes first.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** Types a line into a shell, with these settings and nothing else, and waits for its end. */
const type = (line: string, settings: Readonly<Record<string, string>>) =>
  untilEnded(typeLine(line, settings));

/** Types a line that goes on until it is asked to end, and works with it once it has printed this. */
async function during(
  line: string,
  settings: Readonly<Record<string, string>>,
  printed: string,
  work: () => Promise<void>,
): Promise<void> {
  const program = typeLine(line, settings);
  try {
    await untilPrinted(program, printed);
    await work();
  } finally {
    program.process.kill("SIGTERM");
    await program.ended;
  }
}

async function freePorts() {
  const ports = { PORT: String(await freePort()), GATE_PORT: String(await freePort()) };
  const consoleUrl = `http://127.0.0.1:${ports.PORT}`;
  const gateUrl = `http://127.0.0.1:${ports.GATE_PORT}`;
  return { ports, consoleUrl, gateUrl };
}

const statusOf = async (url: string) => (await fetch(url, { redirect: "manual" })).status;

describe.each(serverVersions())("the README's recipe on PostgreSQL $version", ({ folder }) => {
  const held: { cluster: Cluster | null; settings: Record<string, string>; password: string } = {
    cluster: null,
    settings: {},
    password: "",
  };
  beforeAll(async () => {
    const cluster = await startCluster({}, folder);
    held.cluster = cluster;
    held.settings = recipeSettings(new URL(cluster.url));
    const superuser = new Client({ connectionString: cluster.url });
    await superuser.connect();
    for (const statement of recipeStatements()) await superuser.query(statement);
    await superuser.end();
  });
  afterAll(() => held.cluster?.stop());

  it("leads an unprivileged owner through migration and first user, and both may be repeated", async () => {
    for (const turn of ["first", "again"]) {
      const { code, output } = await type("npm run migrate", held.settings);
      expect(code, `${turn}: ${output}`).toBe(0);
    }
    const { code, output } = await type(recipeLine("npm run admin"), held.settings);
    expect(code, output).toBe(0);
    expect(output).toContain("you@example.com is support staff, and admin of Acme Production");
    held.password = /shown this once: (\S+)/.exec(output)?.[1] ?? "";
  });

  it("leads to a start, a sign-in, and health of both; and every answer asks for TLS from then on", async () => {
    const { ports, consoleUrl, gateUrl } = await freePorts();
    await during(
      recipeLine("npm start"),
      { ...held.settings, ...ports },
      "Ctrl-C stops everything.",
      async () => {
        const signIn = await fetch(`${consoleUrl}/api/sign-in`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ email: "you@example.com", password: held.password }),
        });
        expect(signIn.status).toBe(204);
        expect(signIn.headers.get("set-cookie")).toMatch(/^__Host-countersign\.session=.*; Secure/);
        for (const url of [consoleUrl, gateUrl]) {
          expect([await statusOf(`${url}/healthz`), await statusOf(`${url}/readyz`)]).toEqual([200, 200]);
        }
        const page = await (await fetch(`${consoleUrl}/sign-in`)).text();
        const file = /\/_next\/static\/[^"\\]+\.js/.exec(page)?.[0] ?? "";
        for (const [path, status] of [
          ["/sign-in", 200],
          ["/", 307],
          ["/api/me", 401],
          ["/mark.svg", 200],
          [file, 200],
          ["/_next/static/none.js", 404],
          ["/healthz", 200],
        ] as const) {
          const answer = await fetch(consoleUrl + path, { redirect: "manual" });
          expect([path, answer.status, answer.headers.get("strict-transport-security")]).toEqual([
            path,
            status,
            "max-age=63072000; includeSubDomains",
          ]);
        }
      },
    );
  });

  it("leads to each part by itself", async () => {
    const { ports, consoleUrl, gateUrl } = await freePorts();
    const settings = { ...held.settings, ...ports };
    await during("npm run start:web", settings, "web is ready", async () => {
      expect(await statusOf(`${consoleUrl}/readyz`)).toBe(200);
    });
    await during("npm run start:gate", settings, "gate is ready", async () => {
      expect(await statusOf(`${gateUrl}/readyz`)).toBe(200);
    });
    await during("npm run start:jobs", settings, "jobs are ready", () => Promise.resolve());
  });

  it("may leave the application's role to an owner who may create roles", async () => {
    const cluster = await startCluster({}, folder);
    try {
      const superuser = new Client({ connectionString: cluster.url });
      await superuser.connect();
      await superuser.query("create role maker login createrole");
      await superuser.query("create database made owner maker");
      await superuser.end();
      const address = new URL(cluster.url);
      const DATABASE_URL = `postgres://maker@${address.host}/made`;
      for (const turn of ["first", "again"]) {
        const { code, output } = await type("npm run migrate", { DATABASE_URL });
        expect(code, `${turn}: ${output}`).toBe(0);
      }
      const application = new Client({ connectionString: DATABASE_URL, options: "-c role=countersign_app" });
      await application.connect();
      await expect(application.query("delete from audit_events")).rejects.toThrow("permission denied");
      await application.end();
    } finally {
      await cluster.stop();
    }
  });
});
