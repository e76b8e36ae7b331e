/** Browsers by the word that only they use; those that also name others come first. */
const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["FxiOS/", "Firefox"],
  ["CriOS/", "Chrome"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

const PROGRAM = /^([\w.-]{1,40})\/[\w.+-]+/;

/** "Chrome on macOS": what a user agent header says, as far as it can be believed. Never the header itself. */
export function userAgentWords(userAgent: string | null): string {
  if (!userAgent) return "Unknown program";
  const named = (list: readonly (readonly [string, string])[]) =>
    list.find(([word]) => userAgent.includes(word))?.[1];
  const browser = named(BROWSERS);
  const system = named(SYSTEMS);
  if (browser) return system ? `${browser} on ${system}` : browser;
  return PROGRAM.exec(userAgent)?.[1] ?? "Unknown program";
}
