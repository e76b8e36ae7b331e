/** An app, somebody who lets it act, and how the app goes on from there: for tests. */
import { POST as token } from "@/app/oauth/token/route";
import { makeApp, type TestApp } from "@/db/testing/app";
import { giveRedirectUri, giveSecret } from "@/db/testing/app-credentials";
import type { TestDatabase } from "@/db/testing/database";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import type { Scope } from "../../lib/domain/keys/scopes";
import type { Environment } from "../../lib/domain/people/profiles";
import { answerQuestion } from "../../lib/oauth/authorization/answer-question";

export const REDIRECT_URI = "https://app.example.com/callback?tenant=1";
/** RFC 7636 appendix B. */
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

type StoryOptions = {
  readonly environment?: Environment;
  readonly scopes?: readonly Scope[];
  readonly isPublic?: boolean;
  readonly isImplicitAllowed?: boolean;
  readonly clientId?: string;
  /** Of the calls of its account. */
  readonly limits?: Pick<TenantOptions, "hourlyLimit" | "burstLimit">;
};

/** An account whose admin manages an app with a secret and an address, and a member who may let it act. */
export async function makeStory(database: TestDatabase, options: StoryOptions = {}) {
  const {
    environment = "production",
    scopes = ["agreements:read", "extended", "impersonation"],
    limits = {},
    ...switches
  } = options;
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" }, { environment, ...limits });
  const app = await makeApp(database.db, tenant.account, tenant.people.ada.id, scopes, switches);
  await giveRedirectUri(database.db, app, tenant.account.id, REDIRECT_URI);
  const secret = options.isPublic ? null : await giveSecret(database.db, app, tenant.account.id);
  return { tenant, app, secret, ada: contextOf(tenant, "ada"), max: contextOf(tenant, "max") };
}
export type Story = Awaited<ReturnType<typeof makeStory>>;

/** The query of an authorization request. */
export function asking(app: TestApp, more: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: REDIRECT_URI,
    scope: "signature",
    ...more,
  });
}

/** What the member's Allow leads to, as fields of the redirect. */
export async function allow(
  story: Story,
  more: Readonly<Record<string, string>> = {},
): Promise<URLSearchParams> {
  const { account } = story.tenant;
  const to = await answerQuestion(story.max, { search: asking(story.app, more), accountId: account.id });
  const url = new URL(to);
  return url.hash === "" ? url.searchParams : new URLSearchParams(url.hash.slice(1));
}

export async function codeOf(story: Story, more: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await allow(story, more)).get("code") ?? "";
}

export function basic({ app, secret }: Story): string {
  return `Basic ${btoa(`${app.clientId}:${secret?.text ?? ""}`)}`;
}

/** A call of the token endpoint, with its status and its body. */
export async function ask(
  form: Readonly<Record<string, string>> | string,
  authorization?: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers }> {
  const answer = await token(
    new Request("http://127.0.0.1/oauth/token", {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
    }),
  );
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
    headers: answer.headers,
  };
}

export const redeem = (story: Story, code: string, more: Readonly<Record<string, string>> = {}) =>
  ask({ grant_type: "authorization_code", code, ...more }, basic(story));

export const refresh = (story: Story, refreshToken: unknown, more: Readonly<Record<string, string>> = {}) =>
  ask({ grant_type: "refresh_token", refresh_token: String(refreshToken), ...more }, basic(story));
