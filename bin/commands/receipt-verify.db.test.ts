import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { runProgram } from "../../db/testing/program";
import { arrangeTransfer } from "../../db/testing/transfer";
import type { TransferReceipt } from "../../lib/contracts/accounts/transfers";
import { useDatabase } from "../../lib/kernel/database";
import { carryOutTransfer } from "../../lib/transfers/steps/carry-out";
import { confirmTransfer } from "../../lib/transfers/steps/confirm-transfer";
import { openTransfer } from "../../lib/transfers/steps/open-transfer";
import { getReceipt, getTransfer } from "../../lib/transfers/reading/read-transfer";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const folder = mkdtempSync(join(tmpdir(), "countersign-receipts-"));
const file = join(folder, "receipt.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let receipt: TransferReceipt;
const environment = () => ({ DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl });
beforeAll(async () => {
  const { gus, ada, sam, input } = await arrangeTransfer(database.db);
  // Tenants of tests have no record before it is begun for them.
  const { code, output } = await runProgram("bin/migrate.ts", { environment: environment() });
  expect(code, output).toBe(0);
  const id = await openTransfer(gus, input);
  const { statementHash } = await getTransfer(gus, id);
  await confirmTransfer(gus, id, { side: "source", fullName: gus.user.name, statementHash });
  await confirmTransfer(ada, id, { side: "destination", fullName: ada.user.name, statementHash });
  await carryOutTransfer(sam, id);
  receipt = await getReceipt(gus, id);
});

function verify(content: unknown) {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return runProgram("bin/receipt-verify.ts", { args: [file], environment: environment() });
}

it("proves a receipt as it was downloaded, and none with another name or of a record that was changed", async () => {
  const whole = await verify({ receipt });
  expect(whole.code, whole.output).toBe(0);
  expect(whole.output).toContain("The receipt is true");

  const forged = await verify({ ...receipt, carriedOutBy: { ...receipt.carriedOutBy, name: "Nobody" } });
  expect(forged.code).toBe(1);
  expect(forged.output).toContain("it was not carried out like this.");

  const [event] = receipt.events.filter(({ action }) => action === "transfer.confirmed");
  await database.tamper(
    "update audit_events set actor_name = 'Nobody' where chain_id = $1 and sequence = $2",
    [event?.accountId, event?.sequence],
  );
  const changed = await verify(receipt);
  expect(changed.code).toBe(1);
  expect(changed.output).toContain(`Event ${event?.sequence} is not what was written`);
  expect(changed.output).toContain("The receipt is not proved.");
});

it("refuses with 2 what is no receipt", async () => {
  for (const content of ["no JSON", { receipt: { ...receipt, events: "none" } }]) {
    expect(await verify(content)).toMatchObject({ code: 2 });
  }
});
