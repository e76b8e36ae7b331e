import { readWebSettings } from "../platform/env";

/** demo, off: notices are on their page only. on: they are mailed as well. */
export type MailPolicy = "demo" | "off" | "on";

/** Whether this deployment mails notices, for the page that shows them. */
export function mailPolicy(): MailPolicy {
  const settings = readWebSettings();
  if (settings.SMTP_URL !== undefined) return "on";
  return settings.DEMO ? "demo" : "off";
}
