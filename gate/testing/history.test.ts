import { expect, it } from "vitest";

import { runHistory, type Subject } from "./history";

const QUESTIONS = 200;

/** A subject of which every third question is not answered. @param isRight false where its end changes nothing */
function subject(isRight: boolean): Subject {
  let hasEnded = false;
  let asked = 0;
  return {
    ask: () => Promise.resolve((asked += 1) % 3 === 0 ? null : !(hasEnded && isRight)),
    end: () => {
      hasEnded = true;
      return Promise.resolve();
    },
  };
}

it("what was not answered is asked anew, and is neither stale nor early", async () => {
  const findings = await runHistory([subject(true), subject(true)], QUESTIONS, 4);
  expect(findings).toMatchObject({ stale: 0, early: 0 });
  expect(findings.questions).toBeGreaterThanOrEqual(QUESTIONS);
  expect(findings.unanswered).toBeGreaterThan(QUESTIONS / 4);
});

it("an answer from before the end is found among questions that were not answered", async () => {
  expect((await runHistory([subject(false), subject(false)], QUESTIONS, 4)).stale).toBeGreaterThan(0);
});

it("a gate that answers next to nothing fails, and is not asked for ever", async () => {
  const mute: Subject = { ask: () => Promise.resolve(null), end: () => Promise.resolve() };
  await expect(runHistory([mute], QUESTIONS, 4)).rejects.toThrow("were not answered");
});
