import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

import { upgradesIn } from "./install-programs";
import { disableNew, startLinks } from "./start-links";

const etc = mkdtempSync(join(tmpdir(), "countersign-etc-"));
afterAll(() => rmSync(etc, { recursive: true, force: true }));

it("of services that a package enables are taken away, and all others stay", () => {
  const wants = join(etc, "systemd", "system", "multi-user.target.wants");
  for (const folder of [wants, join(etc, "rc3.d"), join(etc, "nginx")])
    mkdirSync(folder, { recursive: true });
  symlinkSync("/lib/systemd/system/cron.service", join(wants, "cron.service"));
  symlinkSync("../init.d/cron", join(etc, "rc3.d", "S01cron"));
  const before = startLinks(etc);
  expect(before.size).toBe(2);

  symlinkSync("/lib/systemd/system/nginx.service", join(wants, "nginx.service"));
  symlinkSync("../init.d/nginx", join(etc, "rc3.d", "S02nginx"));
  symlinkSync("../init.d/nginx", join(etc, "rc3.d", "K01other"));
  symlinkSync("/usr/share/nginx", join(etc, "nginx", "S-elsewhere"));
  expect(disableNew(etc, before)).toHaveLength(2);
  expect(readdirSync(wants)).toEqual(["cron.service"]);
  expect(readdirSync(join(etc, "rc3.d")).toSorted()).toEqual(["K01other", "K02nginx", "S01cron"]);
  expect(startLinks(etc)).toEqual(before);
});

it("of a system without any are none", () => {
  expect(startLinks(join(etc, "none")).size).toBe(0);
});

it("an installation that would upgrade a package is told from one that only adds", () => {
  const added = "Inst nginx-common (1.22.1-9 Debian:12 [all])\nInst nginx (1.22.1-9 Debian:12 [amd64])\n";
  expect(upgradesIn(added)).toEqual([]);
  expect(
    upgradesIn(`${added}Inst libssl3 [3.0.11-1] (3.0.15-1 Debian:12 [amd64]) []\nConf libssl3 (3.0.15-1)\n`),
  ).toEqual(["libssl3"]);
});
