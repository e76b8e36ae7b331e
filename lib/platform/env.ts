import { z } from "zod";

import { readRange } from "../domain/addresses";

/** A setting is missing or can't be used. The message names each one and says what to set. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const flag = (fallback: "on" | "off") =>
  z
    .enum(["on", "off"], { error: "must be on or off" })
    .default(fallback)
    .transform((value) => value === "on");
const ranges = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((list) => list.every((range) => readRange(range) !== null), {
      error: "must be addresses or CIDR ranges, separated by commas",
    });
const optionalText = z
  .string()
  .optional()
  .transform((value) => (value === "" ? undefined : value));

/** How long calls and their hourly counts are kept, in days. */
const retentionSettings = {
  CALLS_RETENTION_DAYS: z.coerce.number().int().min(7).max(3_650).default(90),
  CALL_HOURS_RETENTION_DAYS: z.coerce.number().int().min(7).max(36_500).default(400),
};
const smtpUrl = z
  .union([z.literal(""), z.url({ protocol: /^smtps?$/ })], {
    error: "must be the smtp:// or smtps:// address of a mail server",
  })
  .optional()
  .transform((value) => value || undefined);
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);

const optionalAddress = optionalText.refine(
  (text) => text === undefined || /^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(text),
  { error: "must be an http(s) address without query" },
);

const gateEnvironment = z.enum(["sandbox", "production"]).optional();

const databaseSettings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }),
  /** The role that queries run as; its rights end at what the application needs (SECURITY.md). */
  DATABASE_ROLE: optionalText,
  DATABASE_PREPARED_STATEMENTS: flag("on"),
  DATABASE_POOL: count(10, 200),
});

const webSettings = databaseSettings.extend({
  HOST: z.string().default("127.0.0.1"),
  PORT: port(3000),
  APP_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address that browsers use" }),
  GATE_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address of the gate" }),
  AUTH_SECRET: z
    .string()
    .min(32, { error: "must be at least 32 random characters (openssl rand -base64 33)" }),
  /** The gate's route table, which "explain access" reads too. */
  GATE_ROUTES: optionalText,
  /** The only environment that the gate serves, by which "explain access" goes where a question names none. */
  GATE_ENVIRONMENT: gateEnvironment,
  /** Proxies in front of this process whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: ranges(""),
  OIDC_ISSUER: optionalText,
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  OIDC_NAME: z.string().default("single sign-on"),
  /** Set by `npm start` on the embedded database: shows who can sign in. */
  DEMO: flag("off"),
  CALLS_RETENTION_DAYS: retentionSettings.CALLS_RETENTION_DAYS,
  /** Whether notices are mailed as well is said on their page; the jobs process mails them. */
  SMTP_URL: smtpUrl,
});

const jobsSettings = databaseSettings
  .extend({
    APP_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address that browsers use" }),
    ...retentionSettings,
    /** How often the jobs process looks for work. */
    JOBS_POLL_SECONDS: z.coerce.number().min(0.1).max(600).default(10),
    SMTP_URL: smtpUrl,
    /** `name@example.com` or `Name <name@example.com>`. */
    MAIL_FROM: optionalText.refine(
      (from) =>
        from === undefined || /^(?:[^<>@"\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(from),
      { error: "must be an address: name@example.com, or Name <name@example.com>" },
    ),
  })
  .refine((settings) => settings.SMTP_URL === undefined || settings.MAIL_FROM !== undefined, {
    path: ["MAIL_FROM"],
    error: "must be the address that mails come from, since SMTP_URL is set",
  })
  .refine((settings) => settings.CALL_HOURS_RETENTION_DAYS >= settings.CALLS_RETENTION_DAYS, {
    path: ["CALL_HOURS_RETENTION_DAYS"],
    error: "must be at least CALLS_RETENTION_DAYS: calls are found by their hourly counts",
  });

const gateSettings = databaseSettings.extend({
  GATE_HOST: z.string().default("127.0.0.1"),
  GATE_PORT: port(3001),
  GATE_POOL: count(2, 8),
  /** Processes that share the port. */
  GATE_WORKERS: count(1, 64),
  /** File of the route table (lib/platform/route-file.ts). */
  GATE_ROUTES: optionalText,
  /** Where clients of the Acrobat interface are sent for the API and for the console. */
  API_ACCESS_POINT: optionalAddress,
  WEB_ACCESS_POINT: optionalAddress,
  /** Addresses of gate and console as others see them, for want of access points. */
  GATE_URL: optionalAddress,
  APP_URL: optionalAddress,
  GATE_METRICS_HOST: z.string().default("127.0.0.1"),
  /** Where Prometheus metrics are served; not at all where it is not set. */
  GATE_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Gateways whose X-Forwarded-For is believed. */
  GATE_TRUSTED_PROXIES: ranges("127.0.0.0/8,::1"),
  GATE_ENVIRONMENT: gateEnvironment,
  GATE_REALM: z.string().default("Countersign"),
  GATE_DATABASE_TIMEOUT_MS: z.coerce.number().int().min(50).max(30_000).default(2_000),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;
export type WebSettings = z.infer<typeof webSettings>;
export type JobsSettings = z.infer<typeof jobsSettings>;
export type GateSettings = z.infer<typeof gateSettings>;
type Environment = Readonly<Record<string, string | undefined>>;

function read<T extends z.ZodType>(schema: T, environment: Environment): z.infer<T> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return environment[name] === undefined
      ? `${name} is not set: it ${issue.message}`
      : `${name} ${issue.message}`;
  });
  throw new SettingsError(lines.join("\n"));
}

/** Settings of a process that only needs the database. @throws SettingsError */
export function readDatabaseSettings(environment: Environment = process.env): DatabaseSettings {
  return read(databaseSettings, environment);
}

/** Settings of the web process. @throws SettingsError */
export function readWebSettings(environment: Environment = process.env): WebSettings {
  return read(webSettings, environment);
}

/** Settings of the gate. @throws SettingsError */
export function readGateSettings(environment: Environment = process.env): GateSettings {
  return read(gateSettings, environment);
}

/** Settings of the jobs process. @throws SettingsError */
export function readJobsSettings(environment: Environment = process.env): JobsSettings {
  return read(jobsSettings, environment);
}

/** For how many days single calls are kept. @throws SettingsError */
export function callsRetentionDays(environment: Environment = process.env): number {
  return read(z.object({ CALLS_RETENTION_DAYS: retentionSettings.CALLS_RETENTION_DAYS }), environment)
    .CALLS_RETENTION_DAYS;
}
