/** `npm start` and `npm run dev`: everything that Countersign needs, in the right order, until Ctrl-C. */
import "./process/load-env";

import { resolve } from "node:path";
import type { Pool } from "pg";

import { databaseOf } from "../db/client";
import { seedDemo } from "../db/seed/demo";
import { DEMO_SIGN_INS } from "../db/seed/demo-people";
import { DEMO_PASSWORD } from "../lib/domain/people/demo";
import { useDatabase } from "../lib/kernel/database";
import { tellOfKnocking } from "../lib/notices/knocking";
import { PROJECT_FOLDER, type ProgramForm } from "../lib/platform/programs";
import { persistedSecret } from "./start/auth-secret";
import { buildIfNeeded } from "./build/build-if-needed";
import { firstMessage, startChild, stopChild, type Child } from "./start/children";
import {
  assertReachable,
  migrateDatabase,
  oneLoginWarning,
  openOwnerPool,
  ownerSetting,
  ownerUrlOf,
} from "./database/database";
import { DATA_DIR_DEFAULT } from "./database/embedded-address";
import { explain, Failure } from "./process/failure";
import { keepRunning, type Kept } from "./start/keep-running";
import { assertPortFree, untilListening } from "./start/ports";
import { readStartSettings, type StartSettings } from "./start/start-settings";

const IMPATIENT_MS = 1_000;
const NPM_POLL_MS = 500;

const isDevelopment = process.argv.includes("--dev");
const form: ProgramForm = isDevelopment ? "source" : "built";
const held: {
  building: Child | null;
  database: Kept | null;
  /** Console, gate and jobs. */
  services: Kept[];
  pool: Pool | null;
  isStopping: boolean;
  signalledAt: number | null;
} = { building: null, database: null, services: [], pool: null, isStopping: false, signalledAt: null };

async function stop(exitCode: number): Promise<never> {
  if (held.isStopping) return new Promise(() => undefined);
  held.isStopping = true;
  if (held.building) await stopChild(held.building);
  await Promise.all(held.services.map((service) => service.stop()));
  await held.pool?.end().catch(() => undefined);
  await held.database?.stop();
  process.exit(exitCode);
}

function onSignal(): void {
  const now = Date.now();
  held.signalledAt ??= now;
  // A second Ctrl-C: whoever gives it does not want to wait. (npm passes one on that this process got already.)
  if (now - held.signalledAt > IMPATIENT_MS) {
    for (const kept of [...held.services, held.database]) kept?.kill();
    held.building?.process.kill("SIGKILL");
  }
  void stop(0);
}

/** Where npm started this and is gone, by kill -9, nobody is left who would end it. */
function followNpm(): void {
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"] === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent) void stop(1);
  }, NPM_POLL_MS).unref();
}

function run(name: string, program: string, environment: NodeJS.ProcessEnv): Kept {
  const kept = keepRunning(name, () => startChild(name, program, environment, form));
  held.services.push(kept);
  return kept;
}

/** Starts what others ask for, and waits until it answers. @throws Failure where it ends before */
async function runUntil(kept: Kept, host: string, port: number): Promise<void> {
  const gone = new AbortController();
  try {
    await Promise.race([untilListening(host, port, gone.signal), kept.failedStart]);
  } finally {
    gone.abort();
  }
  kept.keep();
}

async function startEmbeddedDatabase(environment: NodeJS.ProcessEnv): Promise<void> {
  const kept = keepRunning("embedded database", () => {
    const child = startChild("embedded database", "bin/embedded-database.ts", environment, form);
    // The first one's is thrown below.
    if (held.database) child.process.on("message", sayFailure);
    return child;
  });
  held.database = kept;
  const message = await firstMessage(kept.child());
  if (typeof message !== "object" || message === null)
    throw new Failure("The embedded database said nothing.");
  if ("failure" in message) throw new Failure(String(message.failure));
  if (!("url" in message) || !("socket" in message))
    throw new Failure("The embedded database gave no address.");
  environment["DATABASE_URL"] = String(message.url);
  // After a restart it answers where the others look for it.
  environment["EMBEDDED_SOCKET"] = String(message.socket);
  environment["AUTH_SECRET"] ??= persistedSecret(resolve(environment["DATA_DIR"] ?? DATA_DIR_DEFAULT));
  kept.keep();
}

function sayFailure(message: unknown): void {
  if (typeof message !== "object" || message === null || !("failure" in message)) return;
  explain(new Failure(String(message.failure)));
}

async function prepareDatabase(environment: NodeJS.ProcessEnv): Promise<Pool> {
  const pool = openOwnerPool(environment["DATABASE_OWNER_URL"] ?? environment["DATABASE_URL"] ?? "");
  held.pool = pool;
  await migrateDatabase(pool, environment);
  return pool;
}

/** Fills an empty database, and tells its people what the job would tell them tomorrow. */
async function fillDemo(pool: Pool): Promise<void> {
  if (!(await seedDemo(pool))) return;
  useDatabase(databaseOf(pool));
  await tellOfKnocking(new Date());
}

function announce({ web, isEmbedded, environment }: StartSettings): void {
  const lines = [`Console  ${web.APP_URL}`, `Gate     ${web.GATE_URL}`];
  if (web.GATE_PUBLIC_URL !== undefined && web.GATE_PUBLIC_URL !== web.GATE_URL)
    lines.push(`         ${web.GATE_PUBLIC_URL} for developers`);
  const warning = isEmbedded ? null : oneLoginWarning(environment);
  if (warning) lines.push("", warning);
  if (isEmbedded) {
    lines.push("", `Sign in with the password ${DEMO_PASSWORD} as:`);
    for (const { email, what } of DEMO_SIGN_INS) lines.push(`  ${email.padEnd(28)} ${what}`);
  }
  lines.push("", "Ctrl-C stops everything.");
  console.log(`\n${lines.join("\n")}\n`);
}

async function startAll(): Promise<void> {
  const settings = readStartSettings(process.env, isDevelopment);
  const { web, gate } = settings;
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  followNpm();
  await assertPortFree("PORT", web.HOST, web.PORT);
  await assertPortFree("GATE_PORT", gate.GATE_HOST, gate.GATE_PORT);
  if (!settings.isEmbedded) await assertReachable(await ownerUrlOf(process.env), ownerSetting(process.env));
  if (!isDevelopment) await buildIfNeeded((child) => (held.building = child));

  // What `next` declares about NODE_ENV does not fit a plain record; the values are strings all the same.
  const environment = { ...settings.environment } as NodeJS.ProcessEnv;
  if (settings.isEmbedded) await startEmbeddedDatabase(environment);
  const pool = await prepareDatabase(environment);
  if (held.isStopping) return;
  // Set to nothing, so that no file `.env` brings it back: console and gate never hold the owner's password.
  const restricted = { ...environment, DATABASE_OWNER_URL: "" };
  // The demo's data is written while console and gate start; they are announced when all three are ready.
  await Promise.all([
    runUntil(run("console", "bin/web.ts", restricted), web.HOST, web.PORT),
    runUntil(run("gate", "gate/main.ts", restricted), gate.GATE_HOST, gate.GATE_PORT),
    settings.isEmbedded && fillDemo(pool),
  ]);
  if (held.isStopping) return;
  // Nobody waits for these, so they start when everybody else has.
  run("jobs", "bin/jobs.ts", environment).keep();
  await pool.end();
  held.pool = null;
  announce(settings);
}

process.chdir(PROJECT_FOLDER);
await startAll().catch(async (error: unknown) => {
  if (!held.isStopping) await stop(explain(error));
});
