import { parseArgs } from "node:util";

import { holdsSecret } from "../../lib/domain/secrets/secrets-in-text";
import { Failure } from "../process/failure";

/** Exit code of a command that was called wrongly. */
export const USAGE = 2;

export type Flags = Readonly<Record<string, "value" | "switch">>;
export type Arguments = {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
};

/** Reads the command line. @throws Failure (exit 2) for what the command does not know */
export function readArguments(flags: Flags, argv: readonly string[] = process.argv.slice(2)): Arguments {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(flags).map(([name, kind]) => [
          name,
          { type: kind === "value" ? ("string" as const) : ("boolean" as const) },
        ]),
      ),
    });
    const flag = flagWithSecret(values);
    if (flag !== null)
      throw new Failure(`--${flag} holds an integration key. Leave it out: it would be kept.`, USAGE);
    const entries = Object.entries(values);
    return {
      words: positionals,
      values: Object.fromEntries(
        entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
      ),
      switches: new Set(entries.flatMap(([name, value]) => (value === true ? [name] : []))),
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error), USAGE);
  }
}

/**
 * The flag whose value has an integration key in it, or null: what operators write is kept, and a command line can be
 * read by others on the machine (R9).
 */
function flagWithSecret(values: Readonly<Record<string, unknown>>): string | null {
  const found = Object.entries(values).find(([, value]) => typeof value === "string" && holdsSecret(value));
  return found?.[0] ?? null;
}

/** The value of a flag that must be there. @throws Failure (exit 2) */
export function required(given: Arguments, name: string): string {
  const value = given.values[name]?.trim();
  if (!value) throw new Failure(`--${name} is missing.`, USAGE);
  return value;
}
