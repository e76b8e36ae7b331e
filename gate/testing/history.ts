/**
 * Many clients ask about subjects (keys) while each subject is ended in turn; the history of every question, with its
 * start and end on one monotonic clock, shows whether any answer was from before the end (I1, I2).
 */
import { createChanges } from "./changes";

export type Subject = {
  /** Asks once. @returns true if allowed, null where there was no answer to the question (503), which may be so at any time (I4) */
  readonly ask: (client: number) => Promise<boolean | null>;
  /** Ends it: revokes the key, deactivates the member, …; done when the console's answer is back. */
  readonly end: () => Promise<unknown>;
};

type Question = { subject: number; start: number; end: number; isAllowed: boolean };

export type Findings = {
  readonly questions: number;
  readonly allowed: number;
  /** Asked and not answered: none of `questions`, though the call may be on record. */
  readonly unanswered: number;
  /** Accepted although the question began after the end was confirmed: must be 0. */
  readonly stale: number;
  /** Refused although the question was answered before the end was asked for: must be 0. */
  readonly early: number;
};

/** Questions that are asked about each subject at the very moment that its end is confirmed. */
export const PROBES = 4;
/** Subjects that are asked about at the same time: most of them alive, the last few ended. */
const WINDOW = 6;

/**
 * Asks until `questions` answers are there, and meanwhile ends one subject after the other. Who gets no answer asks anew: a
 * question of its own, which begins when it is asked.
 * @param clients questions under way at any time, asked by the clients 0 to `clients - 1`; the {@link PROBES} next
 *   ones ask at the moment that an end is confirmed, when whatever is under way is from before it
 * @throws Error where more questions are not answered than are to be
 */
export async function runHistory(
  subjects: readonly Subject[],
  questions: number,
  clients: number,
): Promise<Findings> {
  const history: Question[] = [];
  const endings = subjects.map(() => ({ start: Infinity, end: Infinity }));
  const changes = createChanges();
  let asked = 0;
  let ended = 0;
  let unanswered = 0;

  async function client(id: number): Promise<void> {
    while (asked < questions) {
      asked += 1;
      await ask(subjectAt(id + asked, ended, subjects.length), id);
    }
  }

  async function ask(index: number, id: number): Promise<void> {
    for (;;) {
      const start = performance.now();
      const isAllowed = (await subjects[index]?.ask(id)) ?? null;
      if (isAllowed !== null) {
        history.push({ subject: index, start, end: performance.now(), isAllowed });
        changes.tell();
        return;
      }
      unanswered += 1;
      if (unanswered > questions) throw new Error(`${unanswered} questions were not answered`);
    }
  }

  async function endAll(): Promise<void> {
    for (const [index, subject] of subjects.entries()) {
      const ending = { start: performance.now(), end: Infinity };
      endings[index] = ending;
      await subject.end();
      ending.end = performance.now();
      ended = index + 1;
      asked += PROBES;
      await Promise.all(Array.from({ length: PROBES }, (_, probe) => ask(index, clients + probe)));
      // The next one when its share of the questions has been answered.
      const share = (questions * (index + 1)) / (subjects.length + 1);
      await changes.until(() => (history.length < share ? undefined : true));
    }
  }

  await Promise.all([endAll(), ...Array.from({ length: clients }, (_, id) => client(id))]);
  return { ...check(history, endings), unanswered };
}

function subjectAt(turn: number, ended: number, count: number): number {
  const first = Math.min(Math.max(0, ended - WINDOW / 2), Math.max(0, count - WINDOW));
  return first + (turn % Math.min(WINDOW, count));
}

function check(
  history: readonly Question[],
  endings: readonly { readonly start: number; readonly end: number }[],
): Omit<Findings, "unanswered"> {
  let [allowed, stale, early] = [0, 0, 0];
  for (const question of history) {
    const ending = endings[question.subject] ?? { start: Infinity, end: Infinity };
    if (question.isAllowed) allowed += 1;
    if (question.isAllowed && question.start > ending.end) stale += 1;
    if (!question.isAllowed && question.end < ending.start) early += 1;
  }
  return { questions: history.length, allowed, stale, early };
}
