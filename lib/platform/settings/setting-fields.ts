/** Single settings, as env.ts puts them together for each process. */
import { isIP } from "node:net";

import { z } from "zod";

import { CLASSIFICATIONS, GO_LIVE_POLICIES, type Classification } from "../../domain/go-live/review";
import { readRange } from "../../domain/ip-addresses";
import type { OperatorEnd } from "../../domain/legacy-authentication/policy";

export const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
export const flag = (fallback: "on" | "off") =>
  z
    .enum(["on", "off"], { error: "must be on or off" })
    .default(fallback)
    .transform((value) => value === "on");
export const ranges = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((list) => list.every((range) => readRange(range) !== null), {
      error: "must be addresses or CIDR ranges, separated by commas",
    });
export const optionalText = z
  .string()
  .optional()
  .transform((value) => (value === "" ? undefined : value));

/** How long calls and their hourly counts are kept, in days. */
export const retentionSettings = {
  CALLS_RETENTION_DAYS: z.coerce.number().int().min(7).max(3_650).default(90),
  CALL_HOURS_RETENTION_DAYS: z.coerce.number().int().min(7).max(36_500).default(400),
};
export const smtpUrl = z
  .union([z.literal(""), z.url({ protocol: /^smtps?$/ })], {
    error: "must be the smtp:// or smtps:// address of a mail server",
  })
  .optional()
  .transform((value) => value || undefined);
export const count = (fallback: number, max: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

export const optionalAddress = optionalText.refine(
  (text) => text === undefined || /^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(text),
  { error: "must be an http(s) address without query" },
);

export const gateEnvironment = z.enum(["sandbox", "production"]).optional();
/** Where gateways send from: this machine, unless told otherwise. */
export const gateTrustedProxies = ranges("127.0.0.0/8,::1");

export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" });

export const passwordSignIn = flag("on");

export const goLiveSettings = {
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

const dnsServers = z
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
  });

export const dnsSettings = {
  /** Where claimed domains are looked up. */
  DNS_SERVERS: dnsServers,
};

/** Where documents are fetched from on the word of somebody else, besides the public network, and whom that trusts. */
export const fetchSettings = {
  /** Resolvers of such a fetch; those of claimed domains where none are named. */
  FETCH_DNS_SERVERS: dnsServers,
  FETCH_RANGES: ranges(""),
  FETCH_CA_FILE: optionalText,
};

/** The operator's last day of legacy authentication: after it no account allows it, whatever it chose. */
export const legacyAuthenticationUntil = z
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
