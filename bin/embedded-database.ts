/** The embedded database process: PostgreSQL in WebAssembly on a local socket, data under DATA_DIR. */
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

import { lockDirectory } from "../db/embedded/directory-lock";
import { serveDatabase } from "../db/embedded/server";
import { DATA_DIR_DEFAULT, embeddedUrl } from "./embedded-address";
import { explain, Failure } from "./failure";

/** Longest path of a socket file on Linux and macOS, with room to spare. */
const LONGEST_SOCKET_PATH = 100;
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
  return join(mkdtempSync(join(tmpdir(), "countersign-")), SOCKET_NAME);
}

async function run(): Promise<void> {
  const directory = resolve(process.env["DATA_DIR"] || DATA_DIR_DEFAULT);
  prepareDirectory(directory);
  const socket = socketPath(directory);
  const lock = await lockDirectory(directory, socket);
  if (typeof lock !== "function") {
    throw new Failure(
      `DATA_DIR ${directory} is in use by another Countersign (process ${lock.pid}). Stop that one, or set DATA_DIR.`,
    );
  }
  process.once("exit", lock);
  const database = await PGlite.create({
    dataDir: join(directory, "postgres"),
    extensions: { btree_gin, pg_trgm },
  });
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
  if (process.send) process.send({ url });
  else console.log(`The embedded database answers at ${url}`);
}

await run().catch((error: unknown) => {
  if (!(error instanceof Failure) || !process.send) process.exit(explain(error));
  // Whoever started this process says it, in one line.
  process.send({ failure: error.message }, () => process.exit(error.exitCode));
});
