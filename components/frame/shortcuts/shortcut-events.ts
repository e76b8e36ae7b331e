/** Ways to open the palette and the list of keys from anywhere in the frame. */
const OPEN_PALETTE = "countersign:open-palette";
const OPEN_KEY_HELP = "countersign:open-key-help";

export function openPalette(): void {
  globalThis.dispatchEvent(new Event(OPEN_PALETTE));
}

export function openKeyHelp(): void {
  globalThis.dispatchEvent(new Event(OPEN_KEY_HELP));
}

/** Listens for somebody who opens the palette or the list of keys. @returns how to stop listening */
export function onOpen(open: (what: "palette" | "key-help") => void): () => void {
  const palette = () => open("palette");
  const help = () => open("key-help");
  globalThis.addEventListener(OPEN_PALETTE, palette);
  globalThis.addEventListener(OPEN_KEY_HELP, help);
  return () => {
    globalThis.removeEventListener(OPEN_PALETTE, palette);
    globalThis.removeEventListener(OPEN_KEY_HELP, help);
  };
}

const STORED = "countersign.single-key-shortcuts";

/** False where the person has switched single keys off, as people do who dictate (WCAG 2.1.4). */
export function areSingleKeysOn(): boolean {
  return globalThis.localStorage.getItem(STORED) !== "off";
}

export function setSingleKeys(isOn: boolean): void {
  globalThis.localStorage.setItem(STORED, isOn ? "on" : "off");
}
