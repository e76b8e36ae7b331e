/** What README.md tells an operator to type, word by word, for the test that types it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const README = join(import.meta.dirname, "..", "..", "README.md");
/** The database's host in the README; the test's own server stands in for it. */
const HOST = "db.internal";

/** The first block of code after these words. @throws Error where the README has no such words or block */
function blockAfter(words: string): string {
  const [, after] = readFileSync(README, "utf8").split(words);
  const block = /```\w*\n([^]*?)```/.exec(after ?? "")?.[1];
  if (block === undefined) throw new Error(`README.md has no block after ${words}`);
  return block;
}

/** The statements that make roles and database, in their order, for a superuser of the server. */
export function recipeStatements(): string[] {
  return blockAfter("**Database.**")
    .split(";")
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/** The settings that the recipe exports, as a shell reads them, with this server in place of the README's. */
export function recipeSettings(server: URL): Record<string, string> {
  const exports = startLines().filter((line) => line.startsWith("export "));
  const names = exports.flatMap((line) => [...line.matchAll(/\b([A-Z_]+)=/g)].map((match) => match[1] ?? ""));
  const script = [...exports, ...names.map((name) => `printf '%s\\n' "$${name}"`)].join("\n");
  const values = execFileSync("sh", ["-euc", script], { encoding: "utf8" }).split("\n");
  return Object.fromEntries(
    names.map((name, index) => [name, (values[index] ?? "").replace(HOST, server.host)]),
  );
}

/** The line of the recipe that begins with these words, as it is typed. @throws Error where there is none */
export function recipeLine(beginning: string): string {
  const line = startLines().find((text) => text.startsWith(beginning));
  if (line === undefined) throw new Error(`The recipe has no line ${beginning}`);
  return line;
}

function startLines(): string[] {
  return blockAfter("**Start.**").split("\n");
}
