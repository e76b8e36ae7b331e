/** `npm start` and `npm run dev`: everything that Countersign needs, in the right order, until Ctrl-C. */
import "./load-env";

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Pool } from "pg";

import { databaseOf } from "../db/client";
import { seedDemo } from "../db/seed/demo";
import { DEMO_SIGN_INS } from "../db/seed/demo-people";
import { DEMO_PASSWORD } from "../lib/domain/demo";
import { useDatabase } from "../lib/kernel/database";
import { tellOfKnocking } from "../lib/notices/knocking";
import { buildIfNeeded } from "./build";
import { firstMessage, startChild, stopChild, type Child } from "./children";
import { assertReachable, migrateDatabase, openOwnerPool } from "./database";
import { DATA_DIR_DEFAULT } from "./embedded-address";
import { explain, Failure } from "./failure";
import { assertPortFree, untilListening } from "./ports";
import { readStartSettings, type StartSettings } from "./start-settings";

const IMPATIENT_MS = 1_000;

const isDevelopment = process.argv.includes("--dev");
/** In the order in which they are stopped. */
const children: Child[] = [];
const held: { pool: Pool | null; isStopping: boolean; signalledAt: number | null } = {
  pool: null,
  isStopping: false,
  signalledAt: null,
};

async function stop(exitCode: number): Promise<never> {
  if (held.isStopping) return new Promise(() => undefined);
  held.isStopping = true;
  const database = children.filter((child) => child.name === "embedded database");
  await Promise.all(children.filter((child) => !database.includes(child)).map(stopChild));
  await held.pool?.end().catch(() => undefined);
  await Promise.all(database.map(stopChild));
  process.exit(exitCode);
}

function onSignal(): void {
  const now = Date.now();
  held.signalledAt ??= now;
  // A second Ctrl-C: whoever gives it does not want to wait. (npm passes one on that this process got already.)
  if (now - held.signalledAt > IMPATIENT_MS) for (const child of children) child.process.kill("SIGKILL");
  void stop(0);
}

function start(name: string, program: string, environment: NodeJS.ProcessEnv): Child {
  const child = startChild(name, program, environment);
  children.push(child);
  return child;
}

/** From now on the end of this child is the end of everything. */
async function watch(child: Child): Promise<void> {
  const how = await child.ended;
  if (held.isStopping) return;
  console.error(`countersign: The ${child.name} ended (${how}), so everything stops.`);
  await stop(1);
}

/** The same secret after every restart, so that sessions survive it. */
function persistedSecret(directory: string): string {
  const path = join(directory, "auth-secret");
  if (!existsSync(path)) writeFileSync(path, randomBytes(48).toString("base64url"), { mode: 0o600 });
  return readFileSync(path, "utf8").trim();
}

async function startEmbeddedDatabase(environment: NodeJS.ProcessEnv): Promise<void> {
  const child = start("embedded database", "bin/embedded-database.ts", environment);
  const message = await firstMessage(child);
  if (typeof message !== "object" || message === null)
    throw new Failure("The embedded database said nothing.");
  if ("failure" in message) throw new Failure(String(message.failure));
  if (!("url" in message)) throw new Failure("The embedded database gave no address.");
  void watch(child);
  environment["DATABASE_URL"] = String(message.url);
  environment["AUTH_SECRET"] ??= persistedSecret(resolve(environment["DATA_DIR"] ?? DATA_DIR_DEFAULT));
}

async function prepareDatabase(environment: NodeJS.ProcessEnv): Promise<void> {
  const url = environment["DATABASE_URL"] ?? "";
  const pool = openOwnerPool(url);
  held.pool = pool;
  await migrateDatabase(pool, environment["DATABASE_ROLE"]);
}

/** Fills an empty database, and tells its people what the job would tell them tomorrow. */
async function fillDemo(pool: Pool): Promise<void> {
  if (!(await seedDemo(pool))) return;
  useDatabase(databaseOf(pool));
  await tellOfKnocking(new Date());
}

async function untilReady({ web, gate }: StartSettings): Promise<void> {
  const gone = new AbortController();
  await Promise.all([
    untilListening(web.HOST, web.PORT, gone.signal),
    untilListening(gate.GATE_HOST, gate.GATE_PORT, gone.signal),
  ]);
}

function announce({ web, isEmbedded }: StartSettings): void {
  const lines = [`Console  ${web.APP_URL}`, `Gate     ${web.GATE_URL}`];
  if (isEmbedded) {
    lines.push("", `Sign in with the password ${DEMO_PASSWORD} as:`);
    for (const { email, what } of DEMO_SIGN_INS) lines.push(`  ${email.padEnd(28)} ${what}`);
  }
  lines.push("", "Ctrl-C stops everything.");
  console.log(`\n${lines.join("\n")}\n`);
}

async function run(): Promise<void> {
  const settings = readStartSettings(process.env, isDevelopment);
  await assertPortFree("PORT", settings.web.HOST, settings.web.PORT);
  await assertPortFree("GATE_PORT", settings.gate.GATE_HOST, settings.gate.GATE_PORT);
  if (!settings.isEmbedded) await assertReachable(settings.web.DATABASE_URL);
  if (!isDevelopment) buildIfNeeded();

  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // What `next` declares about NODE_ENV does not fit a plain record; the values are strings all the same.
  const environment = { ...settings.environment } as NodeJS.ProcessEnv;
  if (settings.isEmbedded) await startEmbeddedDatabase(environment);
  await prepareDatabase(environment);
  void watch(start("console", "bin/web.ts", environment));
  void watch(start("gate", "gate/main.ts", environment));
  // The demo's data is written while console and gate start; they are announced when all three are ready.
  await Promise.all([untilReady(settings), settings.isEmbedded && held.pool && fillDemo(held.pool)]);
  if (held.isStopping) return;
  // Nobody waits for these, so they start when everybody else has.
  void watch(start("jobs", "bin/jobs.ts", environment));
  announce(settings);
}

process.chdir(join(import.meta.dirname, ".."));
await run().catch(async (error: unknown) => {
  if (!held.isStopping) await stop(explain(error));
});
