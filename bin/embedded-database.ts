/** The embedded database process: PostgreSQL in WebAssembly on a local socket, data under DATA_DIR. */
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

import { clearUnfinished, dataFault, markUnfinished } from "../db/embedded/data-folder";
import { isDying, lockDirectory } from "../db/embedded/directory-lock";
import { serveDatabase } from "../db/embedded/server";
import { DATA_DIR_DEFAULT, embeddedUrl } from "./database/embedded-address";
import { explain, Failure } from "./process/failure";

/** Longest path of a socket file on Linux and macOS, with room to spare. */
const LONGEST_SOCKET_PATH = 100;
/** How long to wait for who has the folder: a moment for one that may be stopping, longer for one that is. */
const PATIENCE_MS = 2_000;
const DYING_MS = 20_000;
const POLL_MS = 50;
const SOCKET_NAME = ".s.PGSQL.5432";

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Failure(
      `DATA_DIR ${directory} can't be written (${reason}). Set DATA_DIR to a folder of yours.`,
    );
  }
}

function socketPath(directory: string): string {
  const path = join(directory, SOCKET_NAME);
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  const folder = mkdtempSync(join(tmpdir(), "countersign-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, SOCKET_NAME);
}

/** Takes the folder; waits for a process in it that is about to end. @throws Failure where one is that is not */
async function lock(directory: string, socket: string): Promise<() => void> {
  const begun = Date.now();
  for (;;) {
    const taken = await lockDirectory(directory, socket);
    if (typeof taken === "function") return taken;
    if (Date.now() - begun > (isDying(taken) ? DYING_MS : PATIENCE_MS)) {
      throw new Failure(
        `DATA_DIR ${directory} is in use by another Countersign (process ${taken.pid}). Stop that one, or set DATA_DIR.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @throws Failure that names the file where what is there can't be used; nothing is made anew over data */
async function openDatabase(directory: string): Promise<PGlite> {
  const dataDir = join(directory, "postgres");
  clearUnfinished(directory);
  const fault = dataFault(dataDir);
  if (fault) throw new Failure(`${fault.path} ${fault.what}. ${whatToDo(dataDir)}`);
  const finish = markUnfinished(directory);
  try {
    const database = await PGlite.create({ dataDir, extensions: { btree_gin, pg_trgm } });
    finish();
    return database;
  } catch (error) {
    // What it ends with is about its own insides: "Aborted()", "failed to initialize properly".
    const reason = error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? "") : String(error);
    throw new Failure(`The database in ${dataDir} does not start (${reason}). ${whatToDo(dataDir)}`);
  }
}

function whatToDo(dataDir: string): string {
  return `Put ${dataDir} back from a backup, or remove it to begin with an empty demo.`;
}

async function run(): Promise<void> {
  const directory = resolve(process.env["DATA_DIR"] || DATA_DIR_DEFAULT);
  prepareDirectory(directory);
  const socket = process.env["EMBEDDED_SOCKET"] ?? socketPath(directory);
  mkdirSync(dirname(socket), { recursive: true, mode: 0o700 });
  const unlock = await lock(directory, socket);
  process.once("exit", unlock);
  const database = await openDatabase(directory);
  // Only the holder of the lock gets here, so a socket file that exists was left by a process that was killed.
  rmSync(socket, { force: true });
  const server = await serveDatabase(database, socket);

  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    server.close();
    await database.close();
    process.exit(0);
  }
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  const url = embeddedUrl(socket);
  if (process.send) process.send({ url, socket });
  else console.log(`The embedded database answers at ${url}`);
}

await run().catch((error: unknown) => {
  if (!(error instanceof Failure) || !process.send) process.exit(explain(error));
  // Whoever started this process says it, in one line.
  process.send({ failure: error.message }, () => process.exit(error.exitCode));
});
