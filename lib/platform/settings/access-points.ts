import type { GateSettings } from "./env";

type Addresses = Pick<
  GateSettings,
  | "API_ACCESS_POINT"
  | "WEB_ACCESS_POINT"
  | "GATE_PUBLIC_URL"
  | "GATE_URL"
  | "APP_URL"
  | "GATE_HOST"
  | "GATE_PORT"
>;

/**
 * Where clients of the Acrobat interface find the API and the console, each with a slash at its end. Without settings
 * these are the gate, which a gateway stands before, and the console.
 */
export function accessPointsOf(settings: Addresses): { readonly api: string; readonly web: string } {
  const host = settings.GATE_HOST.includes(":") ? `[${settings.GATE_HOST}]` : settings.GATE_HOST;
  const own = `http://${host}:${settings.GATE_PORT}`;
  const gate = settings.GATE_PUBLIC_URL ?? settings.GATE_URL ?? own;
  return {
    api: withSlash(settings.API_ACCESS_POINT ?? gate),
    web: withSlash(settings.WEB_ACCESS_POINT ?? settings.APP_URL ?? gate),
  };
}

function withSlash(address: string): string {
  return address.endsWith("/") ? address : `${address}/`;
}
