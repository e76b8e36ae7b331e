/** The route table of the BFF, read from the folders of `app/api`: a route that is added later is in it by itself. */
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

import type { Handler } from "../lib/http/route";

export const VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Verb = (typeof VERBS)[number];

export type RouteEntry = {
  readonly verb: Verb;
  /** As the folders say it: `/api/accounts/[accountId]/integration-keys`. */
  readonly pattern: string;
  /** Names of the parameters in the pattern. */
  readonly names: readonly string[];
  readonly handler: Handler;
};

/** `[id]`, `[...rest]`, `[[...rest]]` */
const PARAMETER = /\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}/g;
const ROOT = join(import.meta.dirname, "..");

/** Every exported verb of every route file below `app/api`. */
export async function routeTable(): Promise<RouteEntry[]> {
  const files = readdirSync(join(ROOT, "app", "api"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(`${sep}route.ts`))
    .toSorted();
  const entries: RouteEntry[] = [];
  for (const file of files) {
    // A route file exports nothing but handlers under the names of verbs: Next refuses a build with anything else.
    const verbs = (await import(join(ROOT, "app", "api", file))) as Partial<Record<Verb, Handler>>;
    const pattern = `/api/${file.split(sep).slice(0, -1).join("/")}`;
    const names = [...pattern.matchAll(PARAMETER)].map((match) => match[1] ?? "");
    for (const verb of VERBS) {
      const handler = verbs[verb];
      if (handler) entries.push({ verb, pattern, names, handler });
    }
  }
  return entries;
}

/** The address of a pattern with these parameters. */
export function addressOf(pattern: string, params: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(PARAMETER, (_, name: string) =>
    encodeURIComponent((params[name] ?? name).toWellFormed()),
  );
}
