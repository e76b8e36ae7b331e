/** Programs that the tests run and that npm does not bring. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromiumPath } from "../../e2e/server/chromium";

export type TestProgram = {
  readonly name: string;
  /** The package of Debian that brings it. */
  readonly debianPackage: string;
  /** The variable that names it, wherever it is. */
  readonly setting: string;
  readonly find: () => string | undefined;
};

export const CHROMIUM: TestProgram = {
  name: "Chromium",
  debianPackage: "chromium-headless-shell",
  setting: "CHROMIUM_PATH",
  find: chromiumPath,
};
export const NGINX: TestProgram = {
  name: "nginx",
  debianPackage: "nginx",
  setting: "NGINX_PATH",
  find: () => process.env["NGINX_PATH"] ?? inFolders("nginx"),
};
export const CADDY: TestProgram = {
  name: "Caddy",
  debianPackage: "caddy",
  setting: "CADDY_PATH",
  find: () => process.env["CADDY_PATH"] ?? inFolders("caddy"),
};
export const HAPROXY: TestProgram = {
  name: "HAProxy",
  debianPackage: "haproxy",
  setting: "HAPROXY_PATH",
  find: () => process.env["HAPROXY_PATH"] ?? inFolders("haproxy"),
};
export const UNZIP: TestProgram = {
  name: "unzip",
  debianPackage: "unzip",
  setting: "UNZIP_PATH",
  find: () => process.env["UNZIP_PATH"] ?? inFolders("unzip"),
};
export const OPENSSL: TestProgram = {
  name: "OpenSSL",
  debianPackage: "openssl",
  setting: "OPENSSL_PATH",
  find: () => process.env["OPENSSL_PATH"] ?? inFolders("openssl"),
};
export const TEST_PROGRAMS: readonly TestProgram[] = [CHROMIUM, NGINX, CADDY, HAPROXY, UNZIP, OPENSSL];

/** Where the files of a package are that could not be installed on this machine. */
export const unpackedPackage = (debianPackage: string): string =>
  join(import.meta.dirname, "..", "..", "node_modules", ".cache", "countersign-programs", debianPackage);

/** Servers are outside of many people's PATH. */
function inFolders(file: string): string | undefined {
  const ofSystem = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  // What is unpacked here comes from a package of the program's own name.
  const folders = [...ofSystem, ...["usr/bin", "usr/sbin"].map((path) => join(unpackedPackage(file), path))];
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/** Where a program is. @throws Error that says what to install */
export function pathOf({ name, debianPackage, setting, find }: TestProgram): string {
  const path = find();
  if (path !== undefined) return path;
  throw new Error(
    `No ${name} was found. Install it (Debian: apt-get install ${debianPackage}), or set ${setting} to its program.`,
  );
}
