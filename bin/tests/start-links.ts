import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Folders below `/etc` whose links start services with the machine, and names of links that do. */
const PLACES = [
  { folder: "systemd/system", starts: (path: string) => /\.(?:wants|requires)\/[^/]+$/.test(path) },
  { folder: "", starts: (path: string) => /^rc[0-6S]\.d\/S[^/]+$/.test(path) },
];

/**
 * The links that start services with the machine: a package's script makes them, even where it was told to start nothing.
 * @param etc the folder `/etc`
 */
export function startLinks(etc: string): Set<string> {
  return new Set(PLACES.flatMap(({ folder, starts }) => linksBelow(join(etc, folder), starts)));
}

function linksBelow(folder: string, starts: (path: string) => boolean): string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder).flatMap((name) => {
    const isPlace = /\.(?:wants|requires)$|^rc[0-6S]\.d$/.test(name);
    return isPlace ? readdirSync(join(folder, name)).map((link) => `${name}/${link}`) : [];
  });
  return paths.filter(starts).map((path) => join(folder, path));
}

/**
 * Takes away those links that were not there before, as `systemctl disable` and `update-rc.d … disable` do.
 * @returns what it was
 */
export function disableNew(etc: string, before: ReadonlySet<string>): string[] {
  const added = [...startLinks(etc)].filter((link) => !before.has(link));
  for (const link of added) {
    const name = basename(link);
    // A link of the old kind is kept under the letter that stops it: without any, an upgrade would make it anew.
    if (/\/rc[0-6S]\.d$/.test(dirname(link))) renameSync(link, join(dirname(link), name.replace(/^S/, "K")));
    else rmSync(link);
  }
  return added;
}
