import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { copyText } from "./copy-text";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser of which clipboard and command answer like this; what it drew and took away again is counted. */
function openBrowser(writeText: () => Promise<void>, command: () => boolean) {
  const seen = { commands: 0, drawn: 0, focused: 0 };
  class Drawn {
    readonly style = {};
    readonly setAttribute = () => undefined;
    readonly select = () => undefined;
    readonly after = () => (seen.drawn += 1);
    readonly remove = () => (seen.drawn -= 1);
    readonly focus = () => (seen.focused += 1);
  }
  vi.stubGlobal("HTMLElement", Drawn);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  vi.stubGlobal("document", {
    activeElement: new Drawn(),
    createElement: () => new Drawn(),
    execCommand: () => {
      seen.commands += 1;
      return command();
    },
  });
  return { seen, copy: () => copyText("text", new HTMLElement()) };
}

const copies = () => Promise.resolve();
const refuses = () => Promise.reject(new Error("NotAllowedError"));
const neverAnswers = () => new Promise<void>(() => undefined);
const fails = () => {
  throw new Error("This document is sandboxed.");
};

describe("a text is copied", () => {
  it.each([
    ["by the clipboard alone where it answers", copies, () => false, true, 0],
    ["by the command where the clipboard refuses", refuses, () => true, true, 1],
    ["by the command where nobody answers the browser's question", neverAnswers, () => true, true, 1],
    ["by hand where neither is allowed", refuses, () => false, false, 1],
    ["by hand where the clipboard is silent and the command refused", neverAnswers, () => false, false, 1],
    ["by hand where the command throws", refuses, fails, false, 1],
  ])("%s", async (_how, writeText, command, isCopied, commands) => {
    const { seen, copy } = openBrowser(writeText, command);
    const copying = copy();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.commands).toBe(commands);
    expect(await copying).toBe(isCopied);
    // Nothing is left in the page, and the focus is where it was.
    expect(seen).toEqual({ commands, drawn: 0, focused: commands });
  });

  it("by the clipboard where the question is answered in time", async () => {
    const { seen, copy } = openBrowser(
      () => new Promise((resolve) => setTimeout(resolve, 900)),
      () => false,
    );
    const copying = copy();
    await vi.advanceTimersByTimeAsync(900);
    expect(await copying).toBe(true);
    expect(seen.commands).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("by the command at once where there is no clipboard at all", async () => {
    const { seen, copy } = openBrowser(copies, () => true);
    vi.stubGlobal("navigator", {});
    expect(await copy()).toBe(true);
    expect(seen.commands).toBe(1);
  });
});
