/** `npm run start:web`, `start:gate` and `start:jobs`: one part of Countersign by itself, with the README's settings. */
import "./process/load-env";

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { OWN_FORM, programFile, PROJECT_FOLDER } from "../lib/platform/programs";
import { persistedSecret } from "./start/auth-secret";
import { assertConsoleBuilt } from "./build/build-if-needed";
import { DATA_DIR_DEFAULT, databaseUrlOf } from "./database/embedded-address";
import { Failure, report } from "./process/failure";
import { completeEnvironment } from "./start/start-settings";

/** Programs, named as `npm start` names them: none of them is a part of this one. */
const PARTS: Readonly<Record<string, string>> = {
  web: "bin/web.ts",
  gate: "gate/main.ts",
  jobs: "bin/jobs.ts",
};

/** The settings of `npm start`, on the database of DATABASE_URL or on the embedded one of a running `npm start`. */
async function prepareEnvironment(part: string): Promise<void> {
  const isEmbedded = !process.env["DATABASE_URL"];
  const url = await databaseUrlOf(process.env);
  const environment = completeEnvironment(process.env, false);
  environment["DATABASE_URL"] = url;
  if (isEmbedded) {
    environment["AUTH_SECRET"] ??= persistedSecret(resolve(environment["DATA_DIR"] ?? DATA_DIR_DEFAULT));
  }
  // Set to nothing, so that no file `.env` brings it back: console and gate never hold the owner's password.
  if (part !== "jobs") environment["DATABASE_OWNER_URL"] = "";
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined) process.env[name] = value;
  }
}

async function run(): Promise<void> {
  const name = process.argv[2] ?? "";
  const program = PARTS[name];
  if (!program)
    throw new Failure(`There is no part ${name}. It is one of: ${Object.keys(PARTS).join(", ")}.`, 2);
  process.chdir(PROJECT_FOLDER);
  if (name === "web") assertConsoleBuilt();
  await prepareEnvironment(name);
  // Read only now: each part reads its settings as it is loaded.
  await import(pathToFileURL(programFile(program, OWN_FORM)).href);
}

await run().catch(report);
