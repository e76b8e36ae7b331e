/** compose.yaml as Compose reads it, as far as the tests need it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

import { PROJECT_FOLDER } from "../../lib/platform/programs";

const Settings = z.record(z.string(), z.string().nullable()).default({});

const Service = z.strictObject({
  build: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: Settings,
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).default([]),
  restart: z.string(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  stop_grace_period: z.string(),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
  volumes: z.array(z.string()).default([]),
});

/** What stands beside services: anchors (`x-…`), configs and volumes. */
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  configs: z.record(z.string(), z.strictObject({ content: z.string() })),
});

export type ComposeService = z.infer<typeof Service>;
export type Compose = z.infer<typeof Compose>;

/**
 * Reads the compose file, with these settings in place of those of the operator.
 * @throws Error with the file's own words where a setting that it asks for is missing
 */
export function readCompose(settings: Readonly<Record<string, string>>): Compose {
  const withSettings = (text: string) =>
    text.replaceAll(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_, name: string, kind: string | undefined, words: string) => {
        const value = settings[name];
        if (value) return value;
        if (kind === "?") throw new Error(`${name} ${words}`);
        return kind === "-" ? words : "";
      },
    );
  const text = readFileSync(join(PROJECT_FOLDER, "compose.yaml"), "utf8");
  const replace = (_: unknown, value: unknown) => (typeof value === "string" ? withSettings(value) : value);
  return Compose.parse(parse(text, replace, { merge: true }));
}

/** The environment of a service: a setting without a value is passed on where the operator has given it. */
export function environmentOf(
  { environment }: ComposeService,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const passed = value ?? settings[name];
      return passed === undefined ? [] : [[name, passed]];
    }),
  );
}
