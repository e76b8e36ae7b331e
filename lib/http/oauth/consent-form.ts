/** What a browser sends from the consent page: a form of our own, answered with a page that goes on by itself to where the app is. */
import { currentSession } from "../../auth/session";
import { requestInfoOf } from "../../auth/request";
import { DomainError, notFound } from "../../domain/errors";
import type { SessionContext } from "../../kernel/context";
import { isConsentTicket } from "../../platform/secrets/consent-ticket";
import { readWebSettings } from "../../platform/settings/env";
import { createLogger } from "../../platform/logs/logger";
import { readBytes } from "../body";
import { problemResponse } from "../problem";
import { noteRefusal } from "../refusal-log";
import { uuid } from "../../contracts/fields/uuid";

const log = createLogger("web");

/**
 * What a person said.
 * @param accountId the account that the app may act in; null for Deny
 * @param organizationId the organization that its admin consents for; null where the person consents for themselves
 */
export type ConsentAnswer = {
  readonly search: URLSearchParams;
  readonly accountId: string | null;
  readonly organizationId: string | null;
};

/**
 * Makes the handler of the form.
 * @param answer carries out what was said. @returns where the browser goes
 */
export function consentForm(
  answer: (ctx: SessionContext, said: ConsentAnswer) => Promise<string>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const info = requestInfoOf(request.headers);
    const asker = { userId: null as string | null, accountId: null };
    try {
      assertOwnPage(request);
      const form = new URLSearchParams((await readBytes(request)).toString("utf8"));
      const search = form.get("request") ?? "";
      const session = await currentSession(request.headers, info);
      if (!session || session.mustChangePassword) return goOn(askedAgain(search), info.requestId);
      asker.userId = session.user.id;
      const shown = { sessionId: session.sessionId, search };
      if (!isConsentTicket(readWebSettings().AUTH_SECRET, shown, form.get("ticket") ?? "")) throw foreign();
      const said = { search: new URLSearchParams(search), ...readDecision(form) };
      return goOn(await answer(session, said), info.requestId);
    } catch (error) {
      const { pathname: path } = new URL(request.url);
      if (!(error instanceof DomainError))
        log.error({ err: error, requestId: info.requestId, path }, "unforeseen error");
      const refusal =
        error instanceof DomainError
          ? error
          : new DomainError("internal_error", "Something went wrong on our side. Go back and try again.");
      noteRefusal(refusal, info, asker);
      return problemResponse(refusal, { path, requestId: info.requestId });
    }
  };
}

/**
 * Browsers say which site a form comes from; the page's ticket says it again for those that don't. `Origin` is not looked
 * at: a page that sends no referrer sends none of it either.
 */
function assertOwnPage(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") throw foreign();
}

function foreign(): DomainError {
  return new DomainError(
    "cross_origin",
    "This answer does not come from the page that was shown in this session. Go back to the app and begin again.",
  );
}

/** Account and organization for Allow, null for Deny. @throws DomainError not_found for anything else */
function readDecision(form: URLSearchParams): Omit<ConsentAnswer, "search"> {
  const decision = form.get("decision");
  if (decision === "deny") return { accountId: null, organizationId: null };
  const account = uuid().safeParse(form.get("account"));
  const organization = uuid().nullable().safeParse(form.get("organization"));
  if (decision !== "allow" || !account.success || !organization.success) throw notFound();
  return { accountId: account.data, organizationId: organization.data };
}

/** Written anew: a header holds no line breaks, and nothing beyond Latin-1. */
const askedAgain = (search: string): string => `/oauth/auth?${new URLSearchParams(search)}`;

/**
 * A page that goes on at once, without scripts and with a link for whoever waits for nothing. A redirect would be held against
 * the `form-action` of the page before, and so would every further one of the app's own; this is where the form ends.
 */
function goOn(to: string, requestId: string): Response {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Going on</title>
<main><h1>Going on</h1><p><a href="${escaped(to)}">Go on</a> where this does not happen by itself.</p></main>
</html>
`;
  return new Response(page, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      Refresh: `0; url=${to}`,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Request-Id": requestId,
    },
  });
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string): string {
  return text.replaceAll(/[&"<>]/g, (sign) => ENTITIES[sign] ?? sign);
}
