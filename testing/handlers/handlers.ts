/** The handlers of the BFF, read from the folders of `app/api`: a handler that is added later is in it by itself. */
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

import type { OtherMethod } from "../../lib/http/other-methods";
import type { Handler } from "../../lib/http/handler";

export const VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Verb = (typeof VERBS)[number];

export type HandlerEntry = {
  readonly verb: Verb;
  /** The address as the folders say it: `/api/accounts/[accountId]/integration-keys`. */
  readonly pattern: string;
  /** Names of the parameters in the pattern. */
  readonly names: readonly string[];
  readonly handler: Handler;
};

/** Handlers that nobody has to be signed in for: a page of nobody calls them, or a link in a mail is what opens them. */
export const PUBLIC_HANDLERS: ReadonlySet<string> = new Set([
  "/api/[[...rest]]",
  "/api/auth/[...nextauth]",
  "/api/forgotten-password",
  "/api/invitations/[token]/accept",
  "/api/invitations/accept",
  "/api/invitations/find",
  "/api/outbox",
  "/api/sign-in",
  "/api/sign-in/oidc",
]);

/** `[id]`, `[...rest]`, `[[...rest]]` */
const PARAMETER = /\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}/g;
const ROOT = join(import.meta.dirname, "..", "..");

/** Folders of `app` with handlers: the BFF's, those that clients of the authorization server call, and well-known ones. */
const FOLDERS = ["api", "oauth", ".well-known"] as const;

/** Every verb that a file `route.ts` of the BFF takes: what else there is reads and answers in the form of its own RFC. */
export async function handlerTable(): Promise<HandlerEntry[]> {
  const entries = await exportedVerbs();
  return entries.filter(
    (entry): entry is HandlerEntry => entry.pattern.startsWith("/api/") && !("isOther" in entry.handler),
  );
}

/** Every exported verb of every file `route.ts`, those that are answered with 405 among them. */
export async function exportedVerbs(): Promise<
  (Omit<HandlerEntry, "handler"> & { readonly handler: Handler | OtherMethod })[]
> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, "app", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(`${sep}route.ts`))
      .map((file) => join(folder, file))
      .toSorted(),
  );
  const entries: Awaited<ReturnType<typeof exportedVerbs>> = [];
  for (const file of files) {
    // Such a file exports nothing but handlers under the names of verbs: Next refuses a build with anything else.
    const verbs = (await import(join(ROOT, "app", file))) as Partial<Record<Verb, Handler | OtherMethod>>;
    const pattern = `/${file.split(sep).slice(0, -1).join("/")}`;
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
