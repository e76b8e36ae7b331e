/** What a browser complains about while a story runs. A story that expects a complaint says so. */
import { expect, type BrowserContext } from "@playwright/test";

export type Complaints = {
  /** The story is about something that fails: complaints that match are part of it. */
  readonly expect: (pattern: RegExp) => void;
  /** Fails the test for every other one. */
  readonly assertNone: () => void;
};

export function collectComplaints(context: BrowserContext): Complaints {
  const complaints: string[] = [];
  const expected: RegExp[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(error.error().stack ?? error.error().message));
  return {
    expect: (pattern) => expected.push(pattern),
    assertNone: () => {
      const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(unexpected, "what the browser's console complains about").toEqual([]);
    },
  };
}

/** The line that Chromium writes for an answer with this status. */
export function answered(status: number, path: RegExp = /./): RegExp {
  return new RegExp(`the server responded with a status of ${status} .*${path.source}`, "s");
}
