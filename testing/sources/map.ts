/** Reads what ARCHITECTURE.md and the README files of folders promise about the tree. */

export type MappedFolder = {
  /** From the project's folder: `lib/domain`. */
  readonly folder: string;
  /** Whether the map says that it has a README of its own. */
  readonly isMarked: boolean;
};

const ROW = /^\| (?:\/|`(?<parent>[\w-]+)`) +\| (?<folders>[^|]+)\|/gm;
const FOLDER = /`([\w-]+)`( ▸)?/g;
const GUARD = /^Guard: (?:`[^`]+\.(?:test|spec)\.tsx?`(?:, )?)+$/m;
const FILE = /`([^`\s*]+\.(?:tsx?|mjs|css))`/g;

/** The folders that the map's table names: of each row the folder that they are in, and their own names. */
export function foldersOf(map: string): MappedFolder[] {
  return [...map.matchAll(ROW)].flatMap(({ groups }) =>
    [...(groups?.["folders"] ?? "").matchAll(FOLDER)].map(([, name = "", mark]) => ({
      folder: groups?.["parent"] === undefined ? name : `${groups["parent"]}/${name}`,
      isMarked: mark !== undefined,
    })),
  );
}

/** The headings of those sections of a README that have no line `Guard:` which names tests and nothing else. */
export function sectionsWithoutGuard(readme: string): string[] {
  return readme
    .split(/^## /m)
    .slice(1)
    .filter((section) => !GUARD.test(section))
    .map((section) => section.split("\n", 1)[0] ?? "");
}

/** The files of code that a text names, as it names them; patterns with a star are none. */
export function filesIn(text: string): string[] {
  return [...text.matchAll(FILE)].map(([, file = ""]) => file);
}
