/** How the name of a mail domain is read that an organization claims (RFC 1035 section 2.3.4, RFC 5891, RFC 3696). */
import { readUrl } from "../read-url";

const MAX_LENGTH = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Dots of other scripts, which IDNA reads as dots (RFC 3490 section 3.1). */
const OTHER_DOTS = /[\u3002\uFF0E\uFF61]/g;
const IPV4 = /^\d+(\.\d+){3}$/;

export type DomainNameFault =
  | "domain_empty"
  | "domain_too_long"
  | "domain_is_address"
  | "domain_not_plain"
  | "domain_not_a_name"
  | "domain_is_ip_address"
  | "domain_is_public_suffix";

export type DomainNameReading =
  | { readonly ok: true; readonly domain: string }
  | { readonly ok: false; readonly code: DomainNameFault; readonly detail: string };

/**
 * Reads a domain as it is kept and compared: in lower case, as ASCII (`bücher.example` is `xn--bcher-kva.example`), without
 * the dot of the root. What has more to it than the name is refused instead of being cut down to one.
 * @param text as it was typed; white space around it is forgiven
 * @param isPublicSuffix whether anybody may register names below this one, in ASCII: nobody's own, so nobody claims it
 */
export function readDomainName(text: string, isPublicSuffix: (domain: string) => boolean): DomainNameReading {
  const given = text.trim().replaceAll(OTHER_DOTS, ".").replace(/\.$/, "");
  if (given === "") return refuse("domain_empty", "Enter the domain, such as example.com.");
  if (given.length > MAX_LENGTH * 4) return tooLong();
  const odd = oddness(given);
  if (odd) return odd;
  const url = readUrl(`http://${given}/`);
  if (!url) return notAName();
  const domain = url.hostname;
  if (domain.startsWith("[") || IPV4.test(domain)) return ipAddress();
  if (domain.length > MAX_LENGTH) return tooLong();
  if (!domain.split(".").every((label) => LABEL.test(label))) return notAName();
  if (!domain.includes(".") || isPublicSuffix(domain)) {
    return refuse(
      "domain_is_public_suffix",
      `Anybody can register names below ${domain}, so it is nobody's own. Claim a domain below it.`,
    );
  }
  return { ok: true, domain };
}

/** What can be said before the name is read: it is more than a name, or another thing. */
function oddness(given: string): DomainNameReading | null {
  if (given.includes("@")) {
    return refuse("domain_is_address", "Enter what stands behind the @ alone, such as example.com.");
  }
  if (given.includes("*")) {
    return refuse("domain_not_plain", "A claim is of one domain, without *. Claim each domain by its name.");
  }
  if (/^\[?[\da-f:.]*:[\da-f:.]*:[\da-f:.]*\]?$/i.test(given)) return ipAddress();
  if (/[/:?#\\%]/.test(given)) {
    return refuse(
      "domain_not_plain",
      "Enter the domain alone, such as example.com: without https://, a port or a path.",
    );
  }
  // URLs lose these without a word.
  return /[\s\p{C}]/u.test(given) ? notAName() : null;
}

function notAName(): DomainNameReading {
  return refuse(
    "domain_not_a_name",
    "This is no domain: names of letters, digits and inner hyphens, with dots between them, such as example.com.",
  );
}

function ipAddress(): DomainNameReading {
  return refuse(
    "domain_is_ip_address",
    "An IP address is no domain. Enter the domain of your mail addresses.",
  );
}

function tooLong(): DomainNameReading {
  return refuse("domain_too_long", "A domain has at most 253 characters, and 63 between two dots.");
}

function refuse(code: DomainNameFault, detail: string): DomainNameReading {
  return { ok: false, code, detail };
}

/** The domains that this one lies below, the nearest first: `a.b.example.com` lies below `b.example.com` and `example.com`. */
export function domainsAbove(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
}
