import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { startGate, type GateProcess } from "@/gate/testing/gate-process";
import { createIntegrationKey } from "@/lib/integration-keys/keys/making/create";
import { useDatabase } from "@/lib/kernel/database";

import { quickStarts, type QuickStartLanguage } from "./quick-start-text";

const database = testDatabase(useDatabase);
const run = promisify(execFile);
const PROGRAMS: Record<QuickStartLanguage, readonly [program: string, file: string]> = {
  curl: ["sh", "first-call.sh"],
  node: ["node", "first-call.mjs"],
  python: ["python3", "first-call.py"],
};

let gate: GateProcess;
let folder: string;
beforeAll(async () => {
  gate = await startGate(database.url);
  folder = await mkdtemp(join(tmpdir(), "countersign-quick-start-"));
});
afterAll(async () => {
  await gate.stop();
  await rm(folder, { recursive: true, force: true });
});

async function secretWith(scope: "agreements:read" | "library:read"): Promise<string> {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const { secret } = await createIntegrationKey(contextOf(tenant, "ada"), {
    name: "First call",
    method: "long_lived",
    scopes: [scope],
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
  return secret ?? "";
}

/** Runs the sample as a newcomer would. @returns what it printed */
async function printedBy(language: QuickStartLanguage, secret: string): Promise<string> {
  const sample = quickStarts(gate.url).find((candidate) => candidate.language === language);
  const [program, file] = PROGRAMS[language];
  await writeFile(join(folder, file), sample?.code ?? "");
  const { PATH = "" } = process.env;
  const { stdout } = await run(program, [join(folder, file)], {
    env: { NODE_ENV: "test", PATH, COUNTERSIGN_KEY: secret },
  });
  return stdout;
}

describe("the quick start runs as it stands against a real gate", () => {
  it.each(["curl", "node", "python"] as const)("in %s, with a key that may", async (language) => {
    const printed = await printedBy(language, await secretWith("agreements:read"));
    expect(printed).toContain("First call");
    expect(printed.toLowerCase()).toMatch(/200.*agreements:read/s);
    expect(printed).not.toContain("insufficient_scope");
  });

  it.each(["curl", "node", "python"] as const)(
    "in %s, with a key that may not, and shows why",
    async (language) => {
      const printed = await printedBy(language, await secretWith("library:read"));
      expect(printed).toContain("403");
      expect(printed).toContain("insufficient_scope");
    },
  );
});
