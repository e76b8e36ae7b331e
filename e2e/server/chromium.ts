import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Without a window of its own first: it does the same pages with less of the machine. */
const OF_THE_SYSTEM = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/**
 * The browser of the tests: the one that `CHROMIUM_PATH` names, else Playwright's own if it is installed, else one of
 * the system. Undefined if there is none: Playwright then says how to install its own.
 */
export function chromiumPath(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return named;
  return [chromium.executablePath(), ...OF_THE_SYSTEM].find((path) => existsSync(path));
}
