import { clsx } from "clsx";

import type { Environment } from "@/lib/domain/people/profiles";

export const ENVIRONMENT_LABELS: Record<Environment, string> = {
  sandbox: "Sandbox",
  production: "Production",
};

const TILES: Record<Environment, string> = {
  production: "bg-accent text-on-accent",
  sandbox: "bg-sandbox-band text-[#2b1a00]",
};

/** The account's initial on the colour of its environment. */
export function EnvironmentTile({
  name,
  environment,
}: {
  readonly name: string;
  readonly environment: Environment;
}) {
  const [initial = ""] = name;
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "grid size-7 shrink-0 place-items-center rounded-sm text-base font-semibold",
        TILES[environment],
      )}
    >
      {initial.toUpperCase()}
    </span>
  );
}

/** The environment as a word in its colour. */
export function EnvironmentWord({ environment }: { readonly environment: Environment }) {
  return (
    <span className={clsx("text-xs font-medium", environment === "sandbox" ? "text-sandbox" : "text-accent")}>
      {ENVIRONMENT_LABELS[environment]}
    </span>
  );
}
