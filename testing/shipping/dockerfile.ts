/** Dockerfiles as far as ours goes, read and carried out in folders: there is no engine where the tests run. */
import { cpSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

import { PROJECT_FOLDER } from "../../lib/platform/programs";

type Instruction = { readonly verb: string; readonly rest: string };

type Stage = { readonly name: string; readonly base: string; readonly instructions: readonly Instruction[] };

export type Image = {
  /** What the base images are: one for all stages. */
  readonly bases: readonly string[];
  /** The folder that stands for the root of its file system. */
  readonly root: string;
  /** The working directory, as a folder here. */
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
};

const WORKDIR_DEFAULT = "/";

const linesOf = (file: string): string[] =>
  readFileSync(join(PROJECT_FOLDER, file), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

/** @throws Error for anything that it does not know, since that would not be carried out */
function readStages(): Stage[] {
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  for (const line of linesOf("Dockerfile")) {
    const [, verb = "", rest = ""] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (verb === "FROM") {
      const [, base = "", name = `stage-${stages.length}`] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ name, base, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ verb, rest });
    }
  }
  return stages;
}

/** Whether `.dockerignore` keeps a file out of what the engine is given. */
function ignored(): (path: string) => boolean {
  // Ours has names in the project's folder, and `*` at the end of one.
  const patterns = linesOf(".dockerignore").map(
    (line) => new RegExp(`^${line.replaceAll(".", "\\.").replace(/\*$/, ".*")}(?:/|$)`),
  );
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/**
 * Carries out every stage in a folder of its own, and gives the last one.
 * @param folder an empty one
 * @param run runs the command of a RUN line in the folder that stands for its working directory
 */
export function buildImage(folder: string, run: (command: string, workingFolder: string) => void): Image {
  const stages = readStages();
  const bases = stages.map(({ base }) => base);
  let image: Image | null = null;
  for (const stage of stages) {
    image = carryOut(stage, join(folder, stage.name), { bases, folder, run });
  }
  if (image === null) throw new Error("The Dockerfile has no stage");
  return image;
}

type Building = {
  readonly bases: readonly string[];
  readonly folder: string;
  readonly run: (command: string, workingFolder: string) => void;
};

function carryOut(stage: Stage, root: string, building: Building): Image {
  const state = {
    workdir: WORKDIR_DEFAULT,
    environment: {} as Record<string, string>,
    user: "root",
    command: [] as string[],
  };
  const inside = (path: string) =>
    path.startsWith("/") ? join(root, path) : join(root, state.workdir, path);
  for (const { verb, rest } of stage.instructions) {
    const [first = "", ...others] = rest.split(/\s+/);
    switch (verb) {
      case "WORKDIR":
        state.workdir = rest;
        mkdirSync(inside("."), { recursive: true });
        break;
      case "ENV":
        state.environment[rest.slice(0, rest.indexOf("="))] = rest.slice(rest.indexOf("=") + 1);
        break;
      case "USER":
        state.user = rest;
        break;
      case "CMD":
        state.command = JSON.parse(rest);
        break;
      case "RUN":
        building.run(rest, inside("."));
        break;
      case "COPY": {
        const from = /^--from=(\S+)$/.exec(first)?.[1];
        const sources = from === undefined ? [first, ...others.slice(0, -1)] : others.slice(0, -1);
        const target = others.at(-1) ?? "";
        if (from === undefined) copyFromProject(sources, inside(target), target.endsWith("/"));
        else
          moveFromStage(
            sources.map((path) => join(building.folder, from, path)),
            inside(target),
          );
        break;
      }
      default:
        throw new Error(`The Dockerfile has ${verb} ${rest}, which the tests can't carry out`);
    }
  }
  const { environment, user, command } = state;
  return { bases: building.bases, root, workingFolder: inside("."), environment, user, command };
}

/** What is in a folder is copied, a file is copied into a target that ends with a slash. */
function copyFromProject(sources: readonly string[], target: string, isInto: boolean): void {
  const isIgnored = ignored();
  for (const source of sources) {
    const to = isInto ? join(target, basename(source)) : target;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(PROJECT_FOLDER, source), to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !isIgnored(relative(PROJECT_FOLDER, path)),
    });
  }
}

/** A stage is thrown away after it was copied from, so what is copied may as well be moved. */
function moveFromStage(sources: readonly string[], target: string): void {
  for (const source of sources) {
    mkdirSync(dirname(target), { recursive: true });
    renameSync(source, target);
  }
}
