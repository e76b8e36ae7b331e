import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * How a migration is run, by the first line of its file.
 * whole: in one transaction, the usual way.
 * stepwise: without a transaction ("-- without a transaction"), while checks go on; cut off, it begins again, so each of
 *   its statements does nothing where it is done already.
 * last: in one transaction ("-- last"), once no process of the release before is left.
 */
export type MigrationKind = "whole" | "stepwise" | "last";

export type Migration = {
  readonly name: string;
  readonly kind: MigrationKind;
  readonly statements: readonly MigrationStatement[];
};

export type MigrationStatement = {
  readonly text: string;
  /** True for one that is run again until it changes no row: a few rows at a time, so that nobody waits for long. */
  readonly isRepeated: boolean;
};

const BREAKPOINT = /--> (statement-breakpoint|repeat until none)/;

type Journal = { readonly entries: readonly { readonly tag: string }[] };

/** All migrations in their order. @param directory the folder of generated migrations */
export async function readMigrations(directory: string): Promise<Migration[]> {
  // drizzle-kit writes this file; its shape is part of the repository.
  const journal = JSON.parse(await readFile(join(directory, "meta", "_journal.json"), "utf8")) as Journal;
  return Promise.all(
    journal.entries.map(async ({ tag }) =>
      parseMigration(tag, await readFile(join(directory, `${tag}.sql`), "utf8")),
    ),
  );
}

/** Kind and statements of a file's text. */
export function parseMigration(name: string, text: string): Migration {
  // Statements, each followed by the word of its breakpoint.
  const parts = text.split(BREAKPOINT);
  const statements = parts.flatMap((part, index) =>
    index % 2 === 0 ? [{ text: part, isRepeated: parts[index + 1] === "repeat until none" }] : [],
  );
  return { name, kind: kindOf(text), statements };
}

function kindOf(text: string): MigrationKind {
  if (text.startsWith("-- without a transaction")) return "stepwise";
  return text.startsWith("-- last") ? "last" : "whole";
}
