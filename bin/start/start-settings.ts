import { isAddressAllowed } from "../../lib/domain/ip-addresses";
import {
  readGateSettings,
  readJobsSettings,
  readWebSettings,
  type GateSettings,
  type WebSettings,
} from "../../lib/platform/settings/env";
import { applicationRole } from "../database/database";
import { Failure } from "../process/failure";
import { readUrl } from "../../lib/domain/read-url";

type Environment = Record<string, string | undefined>;

export type StartSettings = {
  readonly web: WebSettings;
  readonly gate: GateSettings;
  readonly isEmbedded: boolean;
  /** What web and gate are started with, but for what the embedded database adds once it runs. */
  readonly environment: Environment;
};

const LOOPBACK = ["127.0.0.0/8", "::1"];
/** Stands in for values that the embedded database brings later, so that all others can be checked before. */
const LATER = { DATABASE_URL: "postgres://later", AUTH_SECRET: "later".repeat(8) };

/** The environment that the parts are started with: what is given, and what follows from it. Nothing is checked. */
export function completeEnvironment(given: Environment, isDevelopment: boolean): Environment {
  const environment: Environment = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
    NODE_ENV: isDevelopment ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_ROLE: given["DATABASE_ROLE"],
  };
  if (environment["DATABASE_URL"] === undefined) useEmbedded(environment);
  else useServer(environment);
  environment["GATE_URL"] ??= gateUrl(environment);
  // Everything of the demo is on this machine, its agents too.
  if (environment["DEMO"] === "on") environment["GATE_PUBLIC_URL"] ??= environment["GATE_URL"];
  return environment;
}

/**
 * Completes and checks the environment of `npm start`, before anything is started.
 * @throws SettingsError | Failure whose message names what to set
 */
export function readStartSettings(given: Environment, isDevelopment: boolean): StartSettings {
  const environment = completeEnvironment(given, isDevelopment);
  const isEmbedded = environment["DATABASE_URL"] === undefined;
  const complete = isEmbedded ? { ...environment, ...LATER } : environment;
  const gate = readGateSettings(complete);
  const settings = { gate, web: readWebSettings(complete) };
  readJobsSettings(complete);
  if (settings.web.PORT === gate.GATE_PORT && settings.web.HOST === gate.GATE_HOST) {
    throw new Failure(`PORT and GATE_PORT are both ${gate.GATE_PORT}. Give the gate a port of its own.`);
  }
  if (isEmbedded) assertLoopback({ HOST: settings.web.HOST, GATE_HOST: settings.gate.GATE_HOST });
  return { ...settings, isEmbedded, environment };
}

function useEmbedded(environment: Environment): void {
  environment["APP_URL"] ??= `http://127.0.0.1:${environment["PORT"] ?? "3000"}`;
  environment["DEMO"] = "on";
  environment["DATABASE_PREPARED_STATEMENTS"] = "off";
  environment["DATABASE_ROLE"] = "";
  environment["LOG_LEVEL"] ??= "warn";
  // Domains of the demo are nobody's: DNS would say so, and the one that is verified would lapse.
  environment["DNS_SERVERS"] ??= "off";
  // Whoever tries a link out looks for its mail at once.
  environment["JOBS_POLL_SECONDS"] ??= "2";
  // The gate takes turns with the console there, so a check may wait for a page.
  environment["GATE_DATABASE_TIMEOUT_MS"] ??= "10000";
}

function useServer(environment: Environment): void {
  environment["DEMO"] = "off";
  environment["DATABASE_ROLE"] = applicationRole(environment);
}

/** The gate's address as others see it, unless it is set: the console's host at the gate's port. */
function gateUrl(environment: Environment): string | undefined {
  const appUrl = environment["APP_URL"];
  const url = appUrl === undefined ? null : readUrl(appUrl);
  return url === null ? undefined : `${url.protocol}//${url.hostname}:${environment["GATE_PORT"] ?? "3001"}`;
}

function assertLoopback(hosts: Readonly<Record<string, string>>): void {
  for (const [name, host] of Object.entries(hosts)) {
    if (host === "localhost" || isAddressAllowed(LOOPBACK, host)) continue;
    throw new Failure(
      `${name}=${host} would open the demo, whose passwords are public, to the network. Set DATABASE_URL to run for others, or leave ${name} at 127.0.0.1.`,
    );
  }
}
