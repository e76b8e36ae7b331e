/** What a folder of the embedded database has to have before the database may open it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const CONTROL_BYTES = 8_192;
/** Folders without which nothing that was committed can be found. */
const FOLDERS = ["base", "global", "pg_wal", "pg_xact"];
const WAL_SEGMENT = /^[0-9A-F]{24}$/;
const GIB_4 = 0x1_0000_0000n;
/** Where `pg_control` has what is read here (PostgreSQL's catalog/pg_control.h). */
const CONTROL = { version: 8, checkpoint: 32, redo: 40, timeline: 48, segmentBytes: 228 } as const;

/** A file or folder of the database, and what is wrong with it. */
export type DataFault = { readonly path: string; readonly what: string };

/**
 * The first thing that is wrong with a folder of data, by what can be told without opening it; null where nothing is,
 * or where there is no data yet. The database would end without a word, or begin anew over what is there.
 */
export function dataFault(folder: string): DataFault | null {
  if (!existsSync(folder)) return null;
  if (!statSync(folder).isDirectory()) return { path: folder, what: "is no folder" };
  const names = readdirSync(folder);
  if (names.length === 0) return null;
  const version = join(folder, "PG_VERSION");
  if (!existsSync(version)) return { path: version, what: "is missing, though there is data beside it" };
  if (!/^\d+\s*$/.test(readFileSync(version, "utf8"))) return { path: version, what: "is empty or cut off" };
  const missing = FOLDERS.find((name) => !names.includes(name));
  if (missing !== undefined) return { path: join(folder, missing), what: "is missing" };
  return controlFault(folder) ?? walFault(folder);
}

function controlFault(folder: string): DataFault | null {
  const path = join(folder, "global", "pg_control");
  if (!existsSync(path)) return { path, what: "is missing" };
  const bytes = readFileSync(path);
  if (bytes.length !== CONTROL_BYTES || bytes.readUInt32LE(CONTROL.version) === 0) {
    return { path, what: "is empty or cut off" };
  }
  return null;
}

/** Segments of the write-ahead log are of one size, however little is in them. */
function walFault(folder: string): DataFault | null {
  const control = readFileSync(join(folder, "global", "pg_control"));
  const size = control.readUInt32LE(CONTROL.segmentBytes);
  const timeline = control.readUInt32LE(CONTROL.timeline);
  const wal = join(folder, "pg_wal");
  const needed = [CONTROL.redo, CONTROL.checkpoint].map((offset) =>
    segmentName(timeline, control.readBigUInt64LE(offset), BigInt(size)),
  );
  for (const name of new Set([...needed, ...readdirSync(wal).filter((file) => WAL_SEGMENT.test(file))])) {
    const path = join(wal, name);
    if (!existsSync(path)) return { path, what: "is missing" };
    if (statSync(path).size !== size) return { path, what: "is empty or cut off" };
  }
  return null;
}

/** The file of the log that has this position. */
function segmentName(timeline: number, position: bigint, size: bigint): string {
  const segment = position / size;
  const perFile = GIB_4 / size;
  return [BigInt(timeline), segment / perFile, segment % perFile]
    .map((part) => part.toString(16).toUpperCase().padStart(8, "0"))
    .join("");
}

/** Stands beside a folder of data from before its first file until the database was whole. */
const UNFINISHED = "postgres.unfinished";

/**
 * Takes away what a first start has left that was killed before there was a database.
 * @param directory holds the folder `postgres`
 */
export function clearUnfinished(directory: string): void {
  const mark = join(directory, UNFINISHED);
  if (!existsSync(mark)) return;
  rmSync(join(directory, "postgres"), { recursive: true, force: true });
  rmSync(mark);
}

/**
 * Marks a folder of data that is about to be made.
 * @returns takes the mark away again, once the database is whole
 */
export function markUnfinished(directory: string): () => void {
  const mark = join(directory, UNFINISHED);
  if (existsSync(join(directory, "postgres", "PG_VERSION"))) return () => undefined;
  writeFileSync(mark, "", { mode: 0o600 });
  return () => {
    rmSync(mark);
    // The mark must not come back with a failure of power: what is marked is removed at the next start.
    const folder = openSync(directory, "r");
    fsyncSync(folder);
    closeSync(folder);
  };
}
