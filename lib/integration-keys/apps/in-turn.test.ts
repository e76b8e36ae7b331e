import { describe, expect, it } from "vitest";

import { workInTurn } from "./in-turn";

describe("work in turn", () => {
  it("is done one piece after the other, in order, also after one that failed", async () => {
    const inTurn = workInTurn(10);
    const done: string[] = [];
    const piece = (name: string) => async () => {
      done.push(`${name} begins`);
      await Promise.resolve();
      done.push(`${name} ends`);
      if (name === "b") throw new Error("b failed");
      return name;
    };
    const results = await Promise.allSettled(["a", "b", "c"].map((name) => inTurn(piece(name))));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(done).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  it("is refused where too much waits, and taken again once some is done", async () => {
    const inTurn = workInTurn(2);
    const held: (() => void)[] = [];
    const hold = () => new Promise<void>((resolve) => void held.push(resolve));
    const waiting = [inTurn(hold), inTurn(() => Promise.resolve())];
    await expect(inTurn(() => Promise.resolve())).rejects.toMatchObject({ code: "too_busy" });
    await Promise.resolve();
    for (const release of held) release();
    await Promise.all(waiting);
    await expect(inTurn(() => Promise.resolve("done"))).resolves.toBe("done");
  });
});
