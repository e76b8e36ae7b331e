import { readWebSettings } from "./env";

/** Where mails go. demo: into the outbox that the demo shows. off: nowhere. on: to the mail server. */
export type MailPolicy = "demo" | "off" | "on";

/** Whether this deployment mails, for pages that say so and for what makes no sense without. */
export function mailPolicy(): MailPolicy {
  const settings = readWebSettings();
  if (settings.SMTP_URL !== undefined) return "on";
  return settings.DEMO ? "demo" : "off";
}
