/** `admin_consent_scope`: an app sends an organization's admin, who allows it for everybody or doesn't (WIRE-FACTS 5). */
import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeClaim, makeOrganization } from "@/db/testing/organization";
import { makeTenant } from "@/db/testing/tenant";
import {
  authorizeFor,
  makeOrganizationStory,
  type OrganizationStory,
} from "@/testing/oauth/oauth-organization";
import { asking, redeem } from "@/testing/oauth/oauth-story";

import type { SessionContext } from "../../kernel/context";
import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../consents/list-connected-apps";
import { listAuthorizedApps } from "../organization-consents/list";
import { readUserInfo } from "../tokens/user-info";
import { answerQuestion } from "./answer-question";
import { authorize } from "./authorize";

const database = testDatabase(useDatabase);

const asked = ({ app }: OrganizationStory, more: Readonly<Record<string, string>> = {}) =>
  asking(app, { scope: "openid", admin_consent_scope: "agreements:read impersonation", ...more });
const by = (story: OrganizationStory, ctx: SessionContext, more = {}) =>
  authorize(asked(story, more), ctx, null);
const answer = (
  story: OrganizationStory,
  ctx: SessionContext,
  more: { organizationId?: string; scope?: string } = {},
) =>
  answerQuestion(ctx, {
    search: asked(story, more.scope === undefined ? {} : { scope: more.scope }),
    accountId: story.office.account.id,
    organizationId: more.organizationId ?? story.organizationId,
  });
const authorized = async ({ grace, organizationId }: OrganizationStory) =>
  (await listAuthorizedApps(grace, organizationId)).data.map(({ scopes }) => scopes);

it("asks an admin for everybody, names the domains, and keeps what was allowed with the answer", async () => {
  const story = await makeOrganizationStory(database);
  expect(await by(story, story.grace)).toMatchObject({
    kind: "ask_admin",
    question: {
      names: ["agreements:read", "impersonation"],
      organizations: [{ id: story.organizationId, domains: [story.domain], authorized: [] }],
      account: { id: story.office.account.id },
    },
  });
  const code = new URL(await answer(story, story.grace)).searchParams.get("code") ?? "";
  const { body } = await redeem(story, code);
  expect(await readUserInfo(String(body["access_token"]))).toMatchObject({ sub: story.grace.user.id });
  expect(await authorized(story)).toEqual([["agreements:read", "impersonation"]]);
  // Of the admin it asked no more than the organization allows: there is no consent of their own.
  expect((await listConnectedApps(story.grace)).data.map(({ approvedBy }) => approvedBy?.id)).toEqual([
    story.organizationId,
  ]);
  expect(await authorize(asking(story.app, { scope: "agreements:read" }), story.max, null)).toMatchObject({
    kind: "redirect",
  });
});

it("what it asks of the admin besides is a consent of their own", async () => {
  const story = await makeOrganizationStory(database);
  await answer(story, story.grace, { scope: "openid extended" });
  const own = (await listConnectedApps(story.grace)).data.filter(({ approvedBy }) => approvedBy === null);
  expect(own.map(({ scopes }) => scopes)).toEqual([["openid", "extended"]]);
});

it("asks nobody again for what is allowed already, unless the app wants that", async () => {
  const story = await makeOrganizationStory(database);
  await authorizeFor(story);
  expect(await by(story, story.grace)).toMatchObject({ kind: "redirect" });
  expect(await by(story, story.grace, { prompt: "consent" })).toMatchObject({ kind: "ask_admin" });
});

it("Deny tells the app, with the page that explains it", async () => {
  const story = await makeOrganizationStory(database);
  const to = await answerQuestion(story.grace, { search: asked(story), accountId: null });
  const { searchParams } = new URL(to);
  expect(searchParams.get("error")).toBe("access_denied");
  expect(searchParams.get("error_uri")).toContain("/help/oauth/consent-required?client_id=");
  expect(await authorized(story)).toEqual([]);
});

it.each<[string, (story: OrganizationStory) => Promise<SessionContext> | SessionContext]>([
  ["a member of the organization", ({ max }) => max],
  ["an account's admin who is none of the organization", ({ ada }) => ada],
  [
    "an admin of an organization without a verified domain",
    async ({ ada, manager }) => {
      const id = await makeOrganization(database.db, {
        accountIds: [manager.account.id],
        adminIds: [ada.user.id],
      });
      await makeClaim(database.db, id, { domain: `d${id}.example` });
      return ada;
    },
  ],
])("is not for %s to answer", async (_, whoOf) => {
  const story = await makeOrganizationStory(database);
  const who = await whoOf(story);
  expect(await by(story, who)).toMatchObject({ kind: "ask_admin", question: { organizations: [] } });
  await expect(answer(story, who)).rejects.toMatchObject({ code: "not_found" });
  const { grace: other } = await makeOrganizationStory(database);
  await expect(answer(story, other)).rejects.toMatchObject({ code: "not_found" });
  expect(await authorized(story)).toEqual([]);
});

it("an answer without an organization, or in an account of others, is none", async () => {
  const story = await makeOrganizationStory(database);
  const accountId = story.office.account.id;
  await expect(answerQuestion(story.grace, { search: asked(story), accountId })).rejects.toMatchObject({
    code: "not_found",
  });
  const other = await makeTenant(database.db, {});
  const elsewhere = {
    search: asked(story),
    organizationId: story.organizationId,
    accountId: other.account.id,
  };
  await expect(answerQuestion(story.grace, elsewhere)).rejects.toMatchObject({ code: "not_found" });
});

it.each([
  ["nothing that the app may have", "teammates:delete"],
  ["who somebody is alone", "openid"],
  ["a scope that is none", "signature admin"],
])("asking for %s goes back to the app", async (_, scope) => {
  const story = await makeOrganizationStory(database);
  const found = await by(story, story.grace, { admin_consent_scope: scope });
  expect(found.kind === "redirect" && new URL(found.to).searchParams.get("error")).toBe("invalid_scope");
});

it("nobody is asked where the app says so", async () => {
  const story = await makeOrganizationStory(database);
  const found = await by(story, story.grace, { prompt: "none" });
  expect(found.kind === "redirect" && new URL(found.to).searchParams.get("error")).toBe("consent_required");
});
