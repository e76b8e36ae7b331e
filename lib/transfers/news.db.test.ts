/** Transfers that are opened, changed and withdrawn again and again: people of the other account are not told without end. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import { arrangeTransfer } from "@/db/testing/transfer";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";

import { NEWS_PER_DAY } from "../domain/transfers/news-limit";
import { useDatabase } from "../kernel/database";
import { changeTransfer } from "./steps/change-transfer";
import { withdrawTransfer, withdrawTransferAsSupport } from "./steps/end-transfer";
import { openTransfer, openTransferAsSupport } from "./steps/open-transfer";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

/** A transfer that is open, after so many openings and changes of it. */
async function arrange(times: number) {
  const arranged = await arrangeTransfer(database.db);
  let id = await openTransfer(arranged.gus, arranged.input);
  await withdrawTransfer(arranged.gus, id, "Not yet");
  id = await openTransfer(arranged.gus, arranged.input);
  for (let done = 2; done < times; done += 1) {
    await changeTransfer(arranged.gus, id, { reason: `Reason ${done}` });
  }
  const back = await makeApp(database.db, arranged.destination.account, arranged.ada.user.id);
  const backInput = {
    ...arranged.input,
    clientId: back.clientId,
    sourceAccountId: arranged.destination.account.id,
    destinationAccountId: arranged.source.account.id,
  };
  return { ...arranged, id, backInput };
}

const REFUSED = { code: "too_many_attempts", retryAfterSeconds: expect.any(Number) };

describe("transfers between two accounts", () => {
  it(
    "are opened and changed so often in a day, in both directions together, and ended at any time",
    { timeout: 60_000 },
    async () => {
      const { gus, ada, sam, id, input, backInput } = await arrange(NEWS_PER_DAY);
      await expect(changeTransfer(gus, id, { reason: "Once more" })).rejects.toMatchObject(REFUSED);
      await expect(openTransfer(ada, backInput)).rejects.toMatchObject(REFUSED);
      await expect(openTransfer(ada, backInput)).rejects.toThrow(
        /Try again in (23 h|24 h|1 day|23 hours|1\s*day)/,
      );
      await withdrawTransfer(gus, id, "Enough");
      await expect(openTransfer(gus, input)).rejects.toMatchObject(REFUSED);
      const theirs = await openTransferAsSupport(sam, input);
      await withdrawTransferAsSupport(sam, theirs, "Enough");
      const third = await makeTenant(database.db, { tia: "admin" });
      expect(await openTransfer(gus, { ...input, destinationAccountId: third.account.id })).toEqual(
        expect.any(String),
      );
    },
  );

  it.each([1, 2, 3])("of two at once at the limit, one is refused (%i)", async () => {
    const { gus, ada, id, backInput } = await arrange(NEWS_PER_DAY - 1);
    useDatabase(pools.db);
    const results = await Promise.allSettled([
      changeTransfer(gus, id, { reason: "Once more" }),
      openTransfer(ada, backInput),
    ]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toEqual([expect.objectContaining({ code: "too_many_attempts" })]);
  });
});
