/** Dockerfile and compose.yaml, carried out in a clean folder: the same steps, the same files, the same commands. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { startCluster, UNPRIVILEGED, type Cluster } from "../../db/testing/cluster";
import { freePort } from "../../db/testing/free-port";
import { startCommand, untilEnded, untilPrinted, type Program } from "../../db/testing/program";
import { DRAIN_MS } from "../../lib/platform/http/connection-times";
import { PROJECT_FOLDER } from "../../lib/platform/programs";
import {
  environmentOf,
  readCompose,
  type Compose,
  type ComposeService,
} from "../../testing/shipping/compose";
import { buildImage, type Image } from "../../testing/shipping/dockerfile";
import { installProductionModules } from "../../testing/shipping/production-modules";

// A tree of 25,000 files is made and the whole product started; where the console was not built, that comes first.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const NEW_PASSWORD = "purple anchor velvet mongoose";
const PARTS = ["web", "gate", "jobs"];

type Held = {
  cluster: Cluster;
  image: Image;
  compose: Compose;
  settings: Record<string, string>;
  ports: { readonly PORT: string; readonly GATE_PORT: string };
  /** What was there before anything ran. */
  files: readonly string[];
};

const folder = mkdtempSync(join(tmpdir(), "countersign-image-"));
// Whoever the processes run as may look into it.
chmodSync(folder, 0o755);
const held: Partial<Held> = {};
const running = new Map<string, Program>();

/** @throws Error where the preparation has not come so far */
function get<Name extends keyof Held>(name: Name): Held[Name] {
  const value: Held[Name] | undefined = held[name];
  if (value === undefined) throw new Error(`There is no ${name}`);
  return value;
}

/** RUN, with what is here already in place of what an engine would fetch or had kept from the build before. */
function run(command: string, workingFolder: string): void {
  if (command === "npm ci --include=dev") {
    symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(workingFolder, "node_modules"));
  } else if (command === "npm ci --omit=dev") {
    installProductionModules(workingFolder);
  } else {
    if (command === "npm run build") takeBuild(workingFolder);
    const output = execFileSync("sh", ["-c", command], { cwd: workingFolder, encoding: "utf8" });
    // It finds that this build is of these sources, or the step was another one.
    expect(output).not.toContain("Building");
  }
}

function takeBuild(workingFolder: string): void {
  execFileSync("npm", ["run", "build"], { cwd: PROJECT_FOLDER, stdio: "ignore" });
  for (const name of ["dist", ".next", "clients/node/dist"]) {
    cpSync(join(PROJECT_FOLDER, name), join(workingFolder, name), {
      recursive: true,
      // Links of the build lead into whatever node_modules stands beside it.
      verbatimSymlinks: true,
      filter: (path) => !path.startsWith(join(PROJECT_FOLDER, ".next", "cache")),
    });
  }
}

beforeAll(async () => {
  const [cluster, PORT, GATE_PORT] = await Promise.all([startCluster(), freePort(), freePort()]);
  held.cluster = cluster;
  held.ports = { PORT: String(PORT), GATE_PORT: String(GATE_PORT) };
  held.image = buildImage(folder, run);
  held.settings = {
    POSTGRES_PASSWORD: "1",
    OWNER_PASSWORD: "2",
    APPLICATION_PASSWORD: "3",
    AUTH_SECRET: "a secret of the tests, longer than 32 characters",
    APP_URL: `http://127.0.0.1:${PORT}`,
    GATE_URL: `http://127.0.0.1:${GATE_PORT}`,
    GATE_WORKERS: "2",
  };
  held.compose = readCompose(held.settings);
  held.files = filesBelow(held.image.workingFolder);
  const superuser = new Client({ connectionString: cluster.url });
  await superuser.connect();
  for (const statement of held.compose.configs["logins"]?.content.split(";") ?? []) {
    if (statement.trim()) await superuser.query(statement);
  }
  await superuser.end();
});
afterAll(async () => {
  for (const { process: one, ended } of running.values()) {
    one.kill("SIGKILL");
    await ended;
  }
  await held.cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function service(name: string): ComposeService {
  const found = get("compose").services[name];
  if (!found) throw new Error(`compose.yaml has no service ${name}`);
  return found;
}

/** Starts a command in a service's container: its files, its settings, and a user to whom nothing of it belongs. */
function startIn(name: string, command: readonly string[]): Program {
  const { workingFolder, environment } = get("image");
  const { ports, settings, cluster } = {
    ports: get("ports"),
    settings: get("settings"),
    cluster: get("cluster"),
  };
  const own = environmentOf(service(name), settings);
  const here = Object.entries({ ...environment, ...own }).map(([key, value]) => [
    key,
    value.replace("@database/", `@${new URL(cluster.url).host}/`),
  ]);
  return startCommand(command, {
    folder: workingFolder,
    owner: UNPRIVILEGED,
    environment: {
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      ...Object.fromEntries(here),
      // Every container has its own ports, and this machine has others in use.
      ...(own["PORT"] && { PORT: ports.PORT }),
      ...(own["GATE_PORT"] && { GATE_PORT: ports.GATE_PORT }),
      HOME: "/nonexistent",
      TMPDIR: "/nonexistent",
    },
  });
}

const runIn = (name: string, command: readonly string[]) => untilEnded(startIn(name, command));

/** The exit code of a service's own health check, which the engine runs in its container. */
async function health(name: string): Promise<number | NodeJS.Signals> {
  const [kind, ...command] = service(name).healthcheck?.test ?? [];
  expect(kind).toBe("CMD");
  return (await runIn(name, command)).code;
}

/** Everything below a folder that is no package: `dist/bin/web.js`. */
function filesBelow(root: string, path = ""): string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const name = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(root, name) : [name];
  });
}

it("brings what was built and what running takes, and neither sources nor tools", () => {
  const { workingFolder, bases } = get("image");
  expect(new Set(bases).size).toBe(1);
  const files = get("files");
  expect(files).toContain("dist/gate/main.js");
  expect(files.filter((file) => /(?<!\.d)\.tsx?$/.test(file) || file.startsWith(".env"))).toEqual([]);
  for (const tool of ["tsx", "esbuild", "typescript", "tailwindcss", "vitest", "drizzle-kit"]) {
    expect(existsSync(join(workingFolder, "node_modules", tool)), tool).toBe(false);
  }
});

it("runs as nobody special, writes nowhere, and may end what is under way", () => {
  expect(get("image").user).toBe("node");
  for (const name of [...PARTS, "migrate"]) {
    expect(service(name)).toMatchObject({
      build: ".",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      volumes: [],
    });
    expect(Number.parseInt(service(name).stop_grace_period)).toBeGreaterThan(DRAIN_MS / 1000 + 1);
  }
});

it("asks for the passwords that it needs", () => {
  for (const name of ["POSTGRES_PASSWORD", "OWNER_PASSWORD", "APPLICATION_PASSWORD", "AUTH_SECRET"]) {
    expect(() => readCompose({ ...get("settings"), [name]: "" })).toThrow(`${name} is `);
  }
});

it("hands the owner's password to migrations and jobs alone", () => {
  const owners = Object.entries(get("compose").services)
    .filter(([, { environment }]) => "DATABASE_OWNER_URL" in environment)
    .map(([name]) => name);
  expect(owners).toEqual(["migrate", "jobs"]);
});

it("migrates once, and everything else waits for that", async () => {
  const { code, output } = await runIn("migrate", service("migrate").command ?? []);
  expect(code, output).toBe(0);
  expect(output).toContain("Applied: 0000_init");
  expect(service("migrate").depends_on).toEqual({ database: { condition: "service_healthy" } });
  for (const name of PARTS) {
    expect(service(name).depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
  }
});

it("starts web, gate and jobs, and each is as healthy as it says", async () => {
  expect(get("image").command).toEqual(service("web").command);
  for (const name of PARTS) running.set(name, startIn(name, service(name).command ?? []));
  for (const [name, words] of [
    ["web", "web is ready"],
    ["gate", "gate is ready"],
    ["jobs", "jobs are ready"],
  ] as const) {
    const program = running.get(name);
    if (program) await untilPrinted(program, words);
  }
  expect([await health("web"), await health("gate")]).toEqual([0, 0]);
  expect(service("jobs").healthcheck).toBeUndefined();
});

it("makes a first user and a key, and the gate accepts it", async () => {
  const { APP_URL = "", GATE_URL = "" } = get("settings");
  const { code, output } = await runIn("migrate", [
    "npm",
    "run",
    "admin",
    "--",
    "create",
    "--email",
    "you@example.com",
  ]);
  expect(code, output).toBe(0);
  const [, accountId = ""] = /\(([0-9a-f-]{36})\)/.exec(output) ?? [];
  const [, password = ""] = /shown this once: (\S+)/.exec(output) ?? [];
  const cookies = new Map<string, string>();
  const ask = async (method: string, path: string, body: object) => {
    const answer = await fetch(APP_URL + path, {
      method,
      headers: { "Content-Type": "application/json", Cookie: [...cookies.values()].join("; ") },
      body: JSON.stringify(body),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      cookies.set(cookie.split("=")[0] ?? "", cookie.split(";")[0] ?? "");
    }
    return answer;
  };
  expect((await ask("POST", "/api/sign-in", { email: "you@example.com", password })).status).toBe(204);
  const change = { currentPassword: password, newPassword: NEW_PASSWORD };
  expect((await ask("PUT", "/api/you/password", change)).ok).toBe(true);
  const key = { name: "Container key", scopes: ["agreements:read"] };
  const made = await ask("POST", `/api/accounts/${accountId}/integration-keys`, key);
  expect(made.status).toBe(201);
  // The contract's type, as far as it is needed here.
  const { secret } = (await made.json()) as { readonly secret: string };
  const checked = await fetch(`${GATE_URL}/v1/authorize?scope=agreements:read`, {
    headers: { Authorization: `Bearer ${secret}` },
  });
  await checked.text();
  expect(checked.status).toBe(200);
  for (const page of [
    `${APP_URL}/sign-in`,
    `${APP_URL}/mark.svg`,
    `${GATE_URL}/reference`,
    `${GATE_URL}/reference/start.js`,
  ]) {
    const answer = await fetch(page);
    expect([page, answer.status, (await answer.text()) !== ""]).toEqual([page, 200, true]);
  }
});

it("has written nothing beside its files, and ends when it is asked to", async () => {
  for (const { process: one } of running.values()) one.kill("SIGTERM");
  for (const [name, { ended, output }] of running) {
    expect([name, await ended]).toEqual([name, 0]);
    expect(output()).not.toMatch(/EACCES|EROFS|ENOENT/);
  }
  running.clear();
  expect(filesBelow(get("image").workingFolder)).toEqual(get("files"));
  expect(await health("gate")).toBe(1);
});
