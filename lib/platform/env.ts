import { isIP } from "node:net";

import { z } from "zod";

import {
  CLASSIFICATIONS,
  GO_LIVE_POLICIES,
  type Classification,
  type GoLivePolicy,
} from "../domain/go-live/review";
import type { OperatorEnd } from "../domain/legacy-authentication/policy";
import { readRange } from "../domain/ip-addresses";

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
/** Where gateways send from: this machine, unless told otherwise. */
const gateTrustedProxies = ranges("127.0.0.0/8,::1");

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" });

const databaseSettings = z.object({
  /** The application's own login, whose rights end at what it needs (db/grants.ts); or the owner of the tables. */
  DATABASE_URL: databaseUrl,
  /** The role that the owner's connections take on for queries, where there is no login of the application's own. */
  DATABASE_ROLE: optionalText,
  DATABASE_PREPARED_STATEMENTS: flag("on"),
  DATABASE_POOL: count(10, 200),
});

const passwordSignIn = flag("on");

const goLiveSettings = {
  /** What is asked of a key before it may go to production. */
  GO_LIVE_POLICY: z.enum(GO_LIVE_POLICIES, { error: "must be calls or entitlement" }).default("calls"),
  /** Classifications whose requests for migration are granted by themselves. */
  GO_LIVE_AUTO_APPROVE: z
    .string()
    .default("")
    .transform((text, context): Classification[] => {
      const names = text.split(/[\s,]+/).filter(Boolean);
      const known = CLASSIFICATIONS.filter((name) => names.includes(name));
      if (names.every((name) => CLASSIFICATIONS.some((each) => each === name))) return known;
      const message = `must be classifications, separated by commas: ${CLASSIFICATIONS.join(", ")}`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
};

/** Resolvers that claimed domains are checked with: addresses, null for those of the system, `off` for none. */
export type DnsServers = readonly string[] | "off" | null;

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` */
function isServerAddress(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return (six ? isIP(six) === 6 : isIP(four ?? "") === 4) && Number(port ?? 53) <= 65_535;
}

const dnsSettings = {
  /** Where claimed domains are looked up. */
  DNS_SERVERS: z
    .string()
    .default("")
    .transform((text, context): DnsServers => {
      const servers = text.split(/[\s,]+/).filter(Boolean);
      if (servers.length === 0) return null;
      if (servers.length === 1 && servers[0] === "off") return "off";
      if (servers.every(isServerAddress)) return servers;
      const message =
        "must be addresses of resolvers, separated by commas (192.0.2.53, [2001:db8::53]:5353), or off";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
};

/** True where an OpenID Connect issuer is set up. */
export function hasIssuer(settings: {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_CLIENT_ID?: string | undefined;
}): boolean {
  return settings.OIDC_ISSUER !== undefined && settings.OIDC_CLIENT_ID !== undefined;
}

/** The operator's last day of legacy authentication: after it no account allows it, whatever it chose. */
const legacyAuthenticationUntil = z
  .string()
  .default("")
  .transform((text, context): OperatorEnd => {
    if (text === "") return null;
    if (text === "off") return "off";
    const end = z.iso.datetime({ offset: true }).safeParse(text);
    if (end.success) return new Date(end.data);
    context.addIssue({ code: "custom", message: "must be an instant (2027-03-31T23:59:59Z), or off" });
    return z.NEVER;
  });

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
  /** File of the route table (lib/platform/route-file.ts). */
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

/** The only environment that is served here; null for both. @throws SettingsError */
export function servedEnvironment(environment: Environment = process.env): "sandbox" | "production" | null {
  return read(z.object({ GATE_ENVIRONMENT: gateEnvironment }), environment).GATE_ENVIRONMENT ?? null;
}

/** The authorization server's name for itself: the address of the console, without a path. @throws SettingsError */
export function oauthIssuer(environment: Environment = process.env): string {
  return new URL(read(z.object({ APP_URL: z.url() }), environment).APP_URL).origin;
}
