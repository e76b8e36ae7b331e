import { createTransport } from "nodemailer";

export type Mail = {
  /** Names the mail for good: a receiver that gets it twice can see that it is the same. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
};

/**
 * What became of a mail. later: the server asks to try again. refused: it will never take this mail for this address.
 */
export type MailOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "later" | "refused"; readonly reason: string };

export type Mailer = {
  /** @throws Error where the server can't be used at all, or not by us: no other mail would fare better now */
  readonly send: (mail: Mail) => Promise<MailOutcome>;
  readonly close: () => void;
};

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;
/** One address and nothing else: what a header or a list of addresses could be made of is no address. */
const ADDRESS = /^[^\s<>()[\],;:\\"@]+@[^\s<>()[\],;:\\"@]+$/;
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** A header's value can't end its line. */
function oneLine(text: string): string {
  return text.replaceAll(CONTROL_CHARACTERS, " ").trim();
}

/** A connection to the mail server, opened by the first mail. @param url `smtp://…` or `smtps://…` @param from whose mails they are */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      if (!ADDRESS.test(mail.to.address)) return { kind: "refused", reason: "This is not an address." };
      try {
        await transport.sendMail({
          from,
          to: { name: oneLine(mail.to.name), address: mail.to.address },
          subject: oneLine(mail.subject),
          text: mail.text,
          messageId: mail.messageId,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { kind: "sent" };
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome) return outcome;
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** What the server said of this mail; null where it is about the server, or about us. */
function outcomeOf(error: unknown): MailOutcome | null {
  // Fields that nodemailer documents for the errors of its SMTP transport.
  const { code, command, responseCode, response } = error as {
    readonly code?: unknown;
    readonly command?: unknown;
    readonly responseCode?: unknown;
    readonly response?: unknown;
  };
  const isOfMail = (code === "EENVELOPE" && command !== "MAIL FROM") || code === "EMESSAGE";
  if (!isOfMail || typeof responseCode !== "number") return null;
  return {
    kind: responseCode >= 500 ? "refused" : "later",
    reason: oneLine(String(response)).slice(0, 300),
  };
}
