import { dirname, resolve } from "node:path";

import { isAlive, readHolder } from "../../db/embedded/directory-lock";
import { Failure } from "../process/failure";

export const DATA_DIR_DEFAULT = ".data";

/** The address of the embedded database that listens on this socket file. */
export function embeddedUrl(socket: string): string {
  return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(dirname(socket))}`;
}

/**
 * The database that a command works on: `DATABASE_URL`, or else the embedded one of a running `npm start`.
 * @throws Failure where there is neither
 */
export async function databaseUrlOf(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (environment["DATABASE_URL"]) return environment["DATABASE_URL"];
  const directory = resolve(environment["DATA_DIR"] || DATA_DIR_DEFAULT);
  const holder = readHolder(directory);
  if (holder && (await isAlive(holder))) return embeddedUrl(holder.socket);
  throw new Failure(
    `DATABASE_URL is not set, and no embedded database runs in ${directory}. Set DATABASE_URL, or run npm start first.`,
  );
}
