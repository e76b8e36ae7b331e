import { notFound } from "../../domain/errors";
import { onRecordsOf, type Outcome } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { Moved } from "../../kernel/moved";
import { storeConsent } from "../consents/give";
import { findCover } from "../organization-consents/cover";
import { overOrganization } from "../organization-consents/over-organization";
import { storeOrganizationConsent } from "../organization-consents/store";
import { chooseApp } from "./authorize";
import { issueAnswer } from "./issue-code";
import { openRequestIn } from "./open";

type Allowed = {
  readonly search: URLSearchParams;
  readonly organizationId: string;
  /** Where the app acts for the admin who allows it, to get its answer. */
  readonly accountId: string;
};

/**
 * Carries out what an organization's admin allowed for its people: the organization's consent, what the app asks of the admin
 * besides, and the answer, in one transaction. What it rests on is read again under the locks of all accounts that it is about.
 * @returns where the browser goes
 * @throws DomainError not_found where the request has no answer any more, the organization is none of theirs, or the account |
 *   domain_not_held | authorized_app_limit. @throws OAuthError that goes back to the app
 */
export function allowForOrganization(
  ctx: SessionContext,
  { search, organizationId, accountId }: Allowed,
): Promise<string> {
  const choose = async (db: Reader) => {
    const opened = await openRequestIn(db, search);
    if (typeof opened === "string") throw notFound();
    return { opened, ...(await chooseApp(db, opened, ctx.user.id)) };
  };
  return overOrganization(
    ctx,
    organizationId,
    async (db) => ({ managerId: (await choose(db)).app.manager.id, accountId }),
    async (tx, organization, { managerId }) => {
      const { opened, app, request, accounts } = await choose(tx);
      if (app.manager.id !== managerId) throw new Moved("The app went to another account at that moment.");
      const account = accounts.find(({ id }) => id === accountId);
      if (!account) throw notFound();
      const names = request.organizationNames ?? [];
      const given = await storeOrganizationConsent(tx, ctx, { organization, app, names });
      const found = await findCover(tx, { keyId: app.id, userId: ctx.user.id, names: request.names });
      // In the account that the page named, or by the admin's own consent.
      const cover = found?.accountId === accountId ? found : null;
      const own = cover ? null : await storeConsent(tx, ctx, { app, account, names: request.names });
      const consent = cover ?? own?.consentId;
      if (consent === undefined) throw notFound();
      const to = await issueAnswer(tx, { opened, request, keyId: app.id, consent });
      return { value: to, audit: together(given.audit, own?.audit ?? "unchanged") };
    },
  );
}

/** What two changes leave on records, of which one may have left nothing. */
function together(...audits: readonly Outcome<unknown>["audit"][]): Outcome<unknown>["audit"] {
  const records = audits.flatMap((audit) =>
    typeof audit === "object" && "records" in audit ? [audit.records] : [],
  );
  return records.length === 0 ? "unchanged" : onRecordsOf(...records);
}
