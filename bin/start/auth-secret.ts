import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Failure } from "../process/failure";

const SECRET_BYTES = 48;
/** As AUTH_SECRET itself has to be. */
const SECRET_LENGTH_MIN = 32;

/**
 * The secret of a data folder's sessions, the same after every restart, so that they survive it. Made where there is
 * none.
 * @throws Failure that names the file, where something has emptied it or cut it off
 */
export function persistedSecret(directory: string): string {
  const path = join(directory, "auth-secret");
  if (!existsSync(path)) makeSecret(path);
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length >= SECRET_LENGTH_MIN) return secret;
  throw new Failure(
    `${path} is ${secret === "" ? "empty" : "cut off"}. Put it back from a backup, or remove it: then everybody has to sign in again.`,
  );
}

/** The file is there whole or not at all, whenever this process is killed, and whoever else makes one. */
function makeSecret(path: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString("base64url"), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
