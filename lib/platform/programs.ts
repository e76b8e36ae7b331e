/** Where the project is, and how node runs its programs: from their TypeScript, or from what `npm run build` made of them. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of `package.json`, whether this runs from its source or built. */
export const PROJECT_FOLDER = folderWithPackage(import.meta.dirname);

export type ProgramForm = "source" | "built";

/** The form that this process runs from. */
export const OWN_FORM: ProgramForm = import.meta.filename.endsWith(".ts") ? "source" : "built";

function folderWithPackage(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  if (dirname(folder) === folder) throw new Error("package.json is in no folder above");
  return folderWithPackage(dirname(folder));
}

/**
 * The file of a program.
 * @param program its source, as seen from the project's folder: `bin/web.ts`
 * @param folder the project's, which may be another commit of it
 */
export function programFile(program: string, form: ProgramForm, folder = PROJECT_FOLDER): string {
  return join(folder, form === "built" ? join("dist", program.replace(/\.ts$/, ".js")) : program);
}

/**
 * What node is given to run a program; the program's own arguments follow.
 * @param preloaded programs that are loaded into the process before
 * @param folder the project's, which may be another commit of it
 */
export function nodeArguments(
  program: string,
  form: ProgramForm,
  preloaded: readonly string[] = [],
  folder = PROJECT_FOLDER,
): string[] {
  // Traces then name lines of the TypeScript.
  const how = form === "built" ? ["--enable-source-maps"] : ["--import", "tsx"];
  const loaded = preloaded.flatMap((one) => ["--import", programFile(one, form, folder)]);
  return [...how, ...loaded, programFile(program, form, folder)];
}
