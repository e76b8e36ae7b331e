/** What is known of an app's tokens, beside the server, and what happens to an organization's consent: for the property test. */
import { authorize, type Decision } from "../../lib/oauth/authorization/authorize";
import { listAuthorizedApps } from "../../lib/oauth/organization-consents/list";
import { revokeAuthorizedApp } from "../../lib/oauth/organization-consents/revoke";
import { authorizeFor, type OrganizationStory } from "./oauth-organization";
import { asking } from "./oauth-story";

/** What comes of one code. Consents and secrets are numbered: one that was replaced never comes back. */
export type Family = {
  readonly code: string;
  /** Whose consent it rests on: the person's own, or the organization's. */
  readonly basis: "own" | "organization";
  readonly consent: number;
  secret: number | null;
  isEnded: boolean;
  readonly refreshTokens: { readonly text: string; isSpent: boolean }[];
  readonly accessTokens: { readonly text: string; readonly secret: number; isEnded: boolean }[];
};
export type World = {
  story: OrganizationStory;
  /** How often the person's own consent ended, and whether it holds. */
  consent: number;
  hasOwn: boolean;
  /** How often the organization's, or what it rests on, ended; whether it holds, and whether the domain is held. */
  cover: number;
  isAuthorized: boolean;
  secret: number;
  readonly families: Family[];
};

/** True of a family that has ended, or whose consent is another by now. */
export const isOver = (world: World, family: Family) =>
  family.isEnded || family.consent !== (family.basis === "own" ? world.consent : world.cover);

/** A family that begins with a code. */
export function begin(world: World, basis: Family["basis"], code: string): void {
  const consent = basis === "own" ? world.consent : world.cover;
  world.families.push({
    code,
    basis,
    consent,
    secret: null,
    isEnded: false,
    refreshTokens: [],
    accessTokens: [],
  });
}

/** Without a question, where anybody's consent holds: the person's own comes first. @returns whether the person was asked */
export async function goThrough(world: World): Promise<Decision["kind"]> {
  const { app, max } = world.story;
  const decision = await authorize(asking(app), max, null);
  if (decision.kind === "redirect") {
    const code = new URL(decision.to).searchParams.get("code") ?? "";
    begin(world, world.hasOwn ? "own" : "organization", code);
  }
  return decision.kind;
}

/** The organization's admin lets the app act for everybody. */
export async function authorizeAll(world: World): Promise<void> {
  await authorizeFor(world.story, ["signature", "extended"]);
  world.isAuthorized = true;
}

/** And takes that back. */
export async function revokeForAll(world: World): Promise<void> {
  const { grace, organizationId } = world.story;
  for (const { id } of (await listAuthorizedApps(grace, organizationId)).data) {
    await revokeAuthorizedApp(grace, { organizationId, authorizedAppId: id, reason: "No longer needed" });
  }
  world.cover += 1;
  world.isAuthorized = false;
}
