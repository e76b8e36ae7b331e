import { readWebSettings } from "../platform/env";

export type ServiceAddresses = {
  /** Where browsers find the console. */
  readonly appUrl: string;
  /** Where keys are checked, and where the platform's own API answers. */
  readonly gateUrl: string;
};

/** The addresses that pages tell people and programs to use, without a slash at their end. */
export function serviceAddresses(): ServiceAddresses {
  const { APP_URL, GATE_URL } = readWebSettings();
  return { appUrl: withoutSlash(APP_URL), gateUrl: withoutSlash(GATE_URL) };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
