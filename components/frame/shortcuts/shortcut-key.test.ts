import { describe, expect, it } from "vitest";

import { shortcutOf } from "./shortcut-key";

const NOTHING_HELD = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const press = (key: string, code: string, held: Partial<typeof NOTHING_HELD> = {}) =>
  shortcutOf({ ...NOTHING_HELD, key, code, ...held });

describe("Ctrl or ⌘ with K", () => {
  it.each([
    ["English", "k", "KeyK"],
    ["English with Caps Lock", "K", "KeyK"],
    ["Russian", "л", "KeyK"],
    ["Greek", "κ", "KeyK"],
    ["Korean", "ㅏ", "KeyK"],
    ["Hebrew", "ל", "KeyK"],
    ["Arabic", "ن", "KeyK"],
    ["Thai", "า", "KeyK"],
    ["Japanese kana", "の", "KeyK"],
    ["Dvorak", "k", "KeyV"],
    ["unidentified", "Unidentified", "KeyK"],
  ])("opens the palette on a keyboard that is %s", (_, key, code) => {
    expect(press(key, code, { ctrlKey: true })).toBe("palette");
    expect(press(key, code, { metaKey: true })).toBe("palette");
  });

  it("is the letter, not its place, where the layout has Latin letters", () => {
    expect(press("t", "KeyK", { ctrlKey: true })).toBeNull();
    expect(press("ķ", "KeyK", { ctrlKey: true })).toBeNull();
    expect(press("л", "KeyG", { ctrlKey: true })).toBeNull();
  });

  it.each([{ shiftKey: true }, { altKey: true }, { isComposing: true }])("with %j is nothing", (held) => {
    expect(press("k", "KeyK", { ctrlKey: true, ...held })).toBeNull();
  });
});

describe("the single keys", () => {
  it.each([
    ["English", "/", "Slash", false],
    ["German, where the slash is above the seven", "/", "Digit7", true],
    ["French", "/", "Period", true],
    ["Greek", "/", "Slash", false],
    ["Hebrew", "/", "KeyQ", false],
    ["Thai", "ฝ", "Slash", false],
    ["Arabic", "ظ", "Slash", false],
  ])("/ searches on a keyboard that is %s", (_, key, code, shiftKey) => {
    expect(press(key, code, { shiftKey })).toBe("search");
  });

  it.each([
    ["English", "?", "Slash"],
    ["German", "?", "Minus"],
    ["Russian", "?", "Digit7"],
    ["Thai", "ฦ", "Slash"],
    ["Arabic", "؟", "Slash"],
  ])("? shows the keys on a keyboard that is %s", (_, key, code) => {
    expect(press(key, code, { shiftKey: true })).toBe("key-help");
  });

  it("are not taken from who types or composes a word", () => {
    expect(press("/", "Slash", { isComposing: true })).toBeNull();
    expect(press("Process", "Slash")).toBeNull();
    expect(press("Dead", "Slash")).toBeNull();
    expect(press("-", "Slash")).toBeNull();
    expect(press(".", "Slash")).toBeNull();
    expect(press("/", "Slash", { ctrlKey: true })).toBeNull();
  });
});
