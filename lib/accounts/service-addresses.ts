import type { ProgramAddresses } from "../domain/go-live/environment-difference";
import { readWebSettings } from "../platform/settings/env";

export type ServiceAddresses = {
  /** Where browsers find the console. */
  readonly appUrl: string;
  /** Where developers find the gate: keys are checked there, and the platform's own API answers. */
  readonly gateUrl: string;
};

/** The addresses that pages tell people and programs to use, without a slash at their end. */
export function serviceAddresses(): ServiceAddresses {
  const { APP_URL, GATE_URL, GATE_PUBLIC_URL = GATE_URL } = readWebSettings();
  return { appUrl: withoutSlash(APP_URL), gateUrl: withoutSlash(GATE_PUBLIC_URL) };
}

/** The addresses that a program has in the sandbox, and in production. */
export function programAddresses(): ProgramAddresses {
  const { appUrl, gateUrl } = serviceAddresses();
  const isSandboxOnly = readWebSettings().GATE_ENVIRONMENT === "sandbox";
  return { gate: gateUrl, productionGate: isSandboxOnly ? null : gateUrl, console: appUrl };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
