import type {
  AuthorizableAppList,
  AuthorizedApp,
  AuthorizeAppInput,
} from "../../contracts/accounts/authorized-apps";
import { invalid } from "../../domain/errors";
import { grantableNames, isIdentityName, type GrantName } from "../../domain/oauth/asked-scopes";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { Moved } from "../../kernel/moved";
import { expectAdministered } from "../../kernel/accounts/organization-access";
import { ask } from "../../kernel/read";
import { findApps, type OAuthApp } from "../clients/apps";
import { findAuthorizedApps } from "./list";
import { overOrganization } from "./over-organization";
import { expectHeldDomain, storeOrganizationConsent } from "./store";

/**
 * Lets an app act for the people of an organization, by one of its admins (PRODUCT 10): for members of its accounts of the app's
 * environment whose address is of a domain that it has proven. Given again it is widened.
 * @throws DomainError not_found | validation_failed | domain_not_held | authorized_app_limit
 */
export async function authorizeApp(
  ctx: SessionContext,
  { organizationId, ...input }: AuthorizeAppInput & { readonly organizationId: string },
): Promise<AuthorizedApp> {
  const id = await overOrganization(
    ctx,
    organizationId,
    async (db, organization) => {
      // Whether it may authorize any app comes before which one.
      await expectHeldDomain(db, organization);
      return { managerId: (await expectApp(db, input)).manager.id };
    },
    async (tx, organization, { managerId }) => {
      const app = await expectApp(tx, input);
      if (app.manager.id !== managerId) throw new Moved("The app went to another account at that moment.");
      return storeOrganizationConsent(tx, ctx, { organization, app, names: expectNames(app, input.scopes) });
    },
  );
  const [made] = await ask((db) => findAuthorizedApps(db, organizationId, id));
  if (!made) throw new Error("The consent was not kept");
  return made;
}

async function expectApp(
  db: Reader,
  { clientId, environment }: Pick<AuthorizeAppInput, "clientId" | "environment">,
): Promise<OAuthApp> {
  const app = (await findApps(db, clientId)).find((one) => one.environment === environment);
  if (app) return app;
  throw invalid("/clientId", "unknown_app", `No app in ${environment} has this GUID, or it was revoked.`);
}

/** Consent to what an app can't have would be one to what it may be given later. */
function expectNames(app: OAuthApp, asked: readonly GrantName[]): readonly GrantName[] {
  const names = grantableNames(asked, app.scopes);
  if (names.length < asked.length) {
    throw invalid("/scopes", "beyond_app", "The app’s own scopes are the most that it can be allowed.");
  }
  if (names.every(isIdentityName)) {
    throw invalid("/scopes", "no_scopes", "Choose a scope that lets the app do something.");
  }
  return names;
}

/**
 * The apps with this GUID, for an admin of an organization who is about to let one act: its name and who manages it, as a consent
 * page says them to anybody.
 * @throws DomainError not_found | domain_not_held, before any app is looked for
 */
export async function findAuthorizableApps(
  ctx: SessionContext,
  { organizationId, clientId }: { readonly organizationId: string; readonly clientId: string },
): Promise<AuthorizableAppList> {
  return ask(async (db) => {
    // Who may authorize none looks none up either: the answer is the same whether or not there is such an app.
    await expectHeldDomain(db, await expectAdministered(db, ctx, organizationId));
    const held = await findAuthorizedApps(db, organizationId);
    const data = (await findApps(db, clientId)).map(({ name, environment, scopes, manager }) => ({
      name,
      clientId,
      environment,
      manager: manager.name,
      scopes: [...scopes],
      authorized:
        held.find(({ app }) => app.clientId === clientId && app.environment === environment)?.scopes ?? [],
    }));
    return { data, nextCursor: null };
  });
}
