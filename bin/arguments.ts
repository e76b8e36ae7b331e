import { parseArgs } from "node:util";

import { Failure } from "./failure";

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
    const entries = Object.entries(values);
    return {
      words: positionals,
      values: Object.fromEntries(
        entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
      ),
      switches: new Set(entries.flatMap(([name, value]) => (value === true ? [name] : []))),
    };
  } catch (error) {
    throw new Failure(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error), USAGE);
  }
}

/** The value of a flag that must be there. @throws Failure (exit 2) */
export function required(given: Arguments, name: string): string {
  const value = given.values[name]?.trim();
  if (!value) throw new Failure(`--${name} is missing.`, USAGE);
  return value;
}
