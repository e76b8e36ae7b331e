import { z } from "zod";

import type { Classification, GoLivePolicy } from "../../domain/go-live/review";
import type { OperatorEnd } from "../../domain/legacy-authentication/policy";
import {
  count,
  databaseUrl,
  dnsSettings,
  fetchSettings,
  flag,
  gateEnvironment,
  gateTrustedProxies,
  goLiveSettings,
  legacyAuthenticationUntil,
  optionalAddress,
  optionalText,
  passwordSignIn,
  port,
  ranges,
  retentionSettings,
  smtpUrl,
  type DnsServers,
} from "./setting-fields";

/** A setting is missing or can't be used. The message names each one and says what to set. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const databaseSettings = z.object({
  /** The application's own login, whose rights end at what it needs (db/grants.ts); or the owner of the tables. */
  DATABASE_URL: databaseUrl,
  /** The role that the owner's connections take on for queries, where there is no login of the application's own. */
  DATABASE_ROLE: optionalText,
  DATABASE_PREPARED_STATEMENTS: flag("on"),
  DATABASE_POOL: count(10, 200),
});

/** True where an OpenID Connect issuer is set up. */
export function hasIssuer(settings: {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_CLIENT_ID?: string | undefined;
}): boolean {
  return settings.OIDC_ISSUER !== undefined && settings.OIDC_CLIENT_ID !== undefined;
}

const webSettings = databaseSettings
  .extend({
    HOST: z.string().default("127.0.0.1"),
    PORT: port(3000),
    APP_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address that browsers use" }),
    /** Where the gate is, as the operator's own machines reach it. */
    GATE_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address of the gate" }),
    /** Where the gate is, as developers reach it: what pages tell them to use. */
    GATE_PUBLIC_URL: optionalAddress,
    AUTH_SECRET: z
      .string()
      .min(32, { error: "must be at least 32 random characters (openssl rand -base64 33)" }),
    /** The gate's route table, which "explain access" reads too. */
    GATE_ROUTES: optionalText,
    /** The only environment that the gate serves, by which "explain access" goes where a question names none. */
    GATE_ENVIRONMENT: gateEnvironment,
    /** The gateways that the gate believes, by which "explain access" reads a list of addresses. */
    GATE_TRUSTED_PROXIES: gateTrustedProxies,
    /** Proxies in front of this process whose X-Forwarded-For is believed. */
    TRUSTED_PROXIES: ranges(""),
    OIDC_ISSUER: optionalText,
    OIDC_CLIENT_ID: optionalText,
    OIDC_CLIENT_SECRET: optionalText,
    OIDC_NAME: z.string().default("single sign-on"),
    /** Whether people may sign in by password: `off` where all of them come through the issuer. */
    PASSWORD_SIGN_IN: passwordSignIn,
    LEGACY_AUTHENTICATION_UNTIL: legacyAuthenticationUntil,
    /** Set by `npm start` on the embedded database: shows who can sign in. */
    DEMO: flag("off"),
    ...goLiveSettings,
    ...dnsSettings,
    ...fetchSettings,
    CALLS_RETENTION_DAYS: retentionSettings.CALLS_RETENTION_DAYS,
    /** Whether notices are mailed as well is said on their page; the jobs process mails them. */
    SMTP_URL: smtpUrl,
  })
  .refine((settings) => settings.PASSWORD_SIGN_IN || hasIssuer(settings), {
    path: ["PASSWORD_SIGN_IN"],
    error: "can be off only where OIDC_ISSUER and OIDC_CLIENT_ID are set, since nobody could sign in",
  });

const jobsSettings = databaseSettings
  .extend({
    /** The tables' owner, who makes and drops days of calls; the user of DATABASE_URL where it is not set. */
    DATABASE_OWNER_URL: z
      .union([z.literal(""), databaseUrl], { error: "must be a postgres:// address" })
      .optional()
      .transform((value) => value || undefined),
    APP_URL: z.url({ protocol: /^https?$/, error: "must be the http(s) address that browsers use" }),
    ...retentionSettings,
    ...dnsSettings,
    /** Set by `npm start` on the embedded database: mails go into the outbox. */
    DEMO: flag("off"),
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
  /** Keys whose facts one process keeps in memory at most, each to be proved by every call; none with 0. */
  GATE_KEYS_KEPT: z.coerce.number().int().min(0).max(2_000_000).default(200_000),
  /** File of the route table (lib/platform/route-table/route-file.ts). */
  GATE_ROUTES: optionalText,
  /** Where clients of the Acrobat interface are sent for the API and for the console. */
  API_ACCESS_POINT: optionalAddress,
  WEB_ACCESS_POINT: optionalAddress,
  /** Addresses of gate and console as others see them, for want of access points. */
  GATE_URL: optionalAddress,
  GATE_PUBLIC_URL: optionalAddress,
  APP_URL: optionalAddress,
  GATE_METRICS_HOST: z.string().default("127.0.0.1"),
  /** Where Prometheus metrics are served; not at all where it is not set. */
  GATE_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Gateways whose X-Forwarded-For is believed. */
  GATE_TRUSTED_PROXIES: gateTrustedProxies,
  GATE_ENVIRONMENT: gateEnvironment,
  LEGACY_AUTHENTICATION_UNTIL: legacyAuthenticationUntil,
  /** Where nobody signs in by password, nobody does in a legacy header. */
  PASSWORD_SIGN_IN: passwordSignIn,
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

/** The operator's last day of legacy authentication. @throws SettingsError */
export function operatorLegacyEnd(environment: Environment = process.env): OperatorEnd {
  return read(z.object({ LEGACY_AUTHENTICATION_UNTIL: legacyAuthenticationUntil }), environment)
    .LEGACY_AUTHENTICATION_UNTIL;
}

/** For how many days single calls are kept. @throws SettingsError */
export function callsRetentionDays(environment: Environment = process.env): number {
  return read(z.object({ CALLS_RETENTION_DAYS: retentionSettings.CALLS_RETENTION_DAYS }), environment)
    .CALLS_RETENTION_DAYS;
}

/** Whether people may sign in by password. @throws SettingsError */
export function isPasswordSignInOpen(environment: Environment = process.env): boolean {
  return read(z.object({ PASSWORD_SIGN_IN: passwordSignIn }), environment).PASSWORD_SIGN_IN;
}

/** What Go Live asks for, and which requests for migration need nobody's look. @throws SettingsError */
export function readGoLiveSettings(environment: Environment = process.env): {
  readonly policy: GoLivePolicy;
  readonly autoApproved: readonly Classification[];
} {
  const settings = read(z.object(goLiveSettings), environment);
  return { policy: settings.GO_LIVE_POLICY, autoApproved: settings.GO_LIVE_AUTO_APPROVE };
}

/** Resolvers that claimed domains are checked with. @throws SettingsError */
export function readDnsServers(environment: Environment = process.env): DnsServers {
  return read(z.object(dnsSettings), environment).DNS_SERVERS;
}

/** What of the network documents are fetched from that somebody else names. @throws SettingsError */
export function readFetchSettings(environment: Environment = process.env): {
  readonly servers: DnsServers;
  readonly allowedRanges: readonly string[];
  readonly authorityFile: string | undefined;
} {
  const settings = read(z.object({ ...dnsSettings, ...fetchSettings }), environment);
  return {
    servers: settings.FETCH_DNS_SERVERS ?? settings.DNS_SERVERS,
    allowedRanges: settings.FETCH_RANGES,
    authorityFile: settings.FETCH_CA_FILE,
  };
}

/** The only environment that is served here; null for both. @throws SettingsError */
export function servedEnvironment(environment: Environment = process.env): "sandbox" | "production" | null {
  return read(z.object({ GATE_ENVIRONMENT: gateEnvironment }), environment).GATE_ENVIRONMENT ?? null;
}

/** The authorization server's name for itself: the address of the console, without a path. @throws SettingsError */
export function oauthIssuer(environment: Environment = process.env): string {
  return new URL(read(z.object({ APP_URL: z.url() }), environment).APP_URL).origin;
}
