import { execFile } from "node:child_process";
import { getPriority } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("lets every process of the usual priority go first", async () => {
  const program = `
    const { getPriority } = await import("node:os");
    const { stepBack } = await import(${JSON.stringify(join(import.meta.dirname, "step-back.ts"))});
    stepBack();
    console.log(getPriority());`;
  const flags = ["--import", "tsx", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(Number(stdout)).toBeGreaterThan(getPriority());
}, 30_000);
