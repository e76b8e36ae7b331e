/** An agent that nobody has registered asks a person, where the account lets it; and is out at once where it does not. */
import { connectedAppsPage, keyListPage, keyPolicyPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { AGENT_NAME, AGENT_URI, beginAsAgent, redeemAsAgent } from "../cast/agent";
import { AGENT_HOST } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";
import { closeCallbacks, openCallback } from "../cast/loopback-app";
import { openOwnAccount } from "../cast/own-account";

test.afterEach(() => closeCallbacks());

test("an admin lets agents of a host ask, a person allows one, and switching it off refuses its next call", async ({
  visitor,
  gate,
}) => {
  // Page after page, several of them looked at for accessibility in light, dark and on a phone.
  test.slow();
  const { page, complaints } = visitor;
  const own = await openOwnAccount(visitor, { name: "Agents Office" });
  const callback = await openCallback();

  complaints.expect(answered(404, /oauth/));
  const before = await page.goto(beginAsAgent(callback.redirectUri).address);
  expect(before?.status()).toBe(404);
  await expect(page.getByText("This agent can’t ask you")).toBeVisible();
  await expectAccessibleEverywhere(page, "an agent that may not ask");

  await page.goto(keyPolicyPage(own.accountId));
  await expectLoaded(page);
  const section = page.getByRole("region", { name: "Agents", exact: true });
  await expect(section).toContainText("Off. No agent can ask anybody of this account.");
  await section.getByRole("radio", { name: "Agents of these hosts" }).check();
  await section.getByRole("button", { name: "Save agents" }).click();
  await expect(section).toContainText("Name a host, or choose one of the others.");
  complaints.expect(answered(422, /agent-policy/));
  await section.getByRole("textbox", { name: "Hosts" }).fill("https://agent.example/");
  await section.getByRole("button", { name: "Save agents" }).click();
  await expect(section).toContainText("Write the host as it stands in the agent’s address");
  await section.getByRole("textbox", { name: "Hosts" }).fill(AGENT_HOST);
  await section.getByRole("button", { name: "Save agents" }).click();
  await expect(section).toContainText("On. Agents of 1 host may ask.");
  await expectAccessibleEverywhere(page, "the key policy with agents");

  const denied = beginAsAgent(callback.redirectUri);
  await page.goto(denied.address);
  const question = page.getByRole("heading", { level: 1, name: `Allow an agent of ${AGENT_HOST}?` });
  await expect(question).toBeVisible();
  const main = page.getByRole("main");
  for (const words of [
    `It calls itself “${AGENT_NAME}”, which nobody has verified.`,
    "Agents Office",
    callback.host,
    "agreements:read",
    "Its access lasts until you take it back.",
    "Sandbox",
    "The answer goes to a program on this computer",
  ]) {
    await expect(main).toContainText(words);
  }
  await expectAccessibleEverywhere(page, "consent for an agent");
  await page.getByRole("button", { name: "Deny" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  expect(callback.answer()).toMatchObject({ error: "access_denied", state: "a state" });

  const begun = beginAsAgent(callback.redirectUri);
  await page.goto(begun.address);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  const token = await redeemAsAgent(callback.answer()["code"] ?? "", begun.verifier);
  expect(await gate.call(token, { scope: "agreements:read" })).toEqual(ALLOWED);

  await page.goto(connectedAppsPage());
  await expectLoaded(page);
  const entry = page.getByRole("listitem").filter({ hasText: AGENT_HOST });
  await expect(entry).toContainText("Agent");
  await expect(entry).toContainText(`which calls itself “${AGENT_NAME}”. Acts for you in Agents Office.`);
  await expectAccessibleEverywhere(page, "connected apps with an agent");

  await page.goto(keyListPage(own.accountId));
  await expectLoaded(page);
  await page.getByRole("link", { name: AGENT_URI.slice("https://".length) }).click();
  await expect(page.getByRole("definition").filter({ hasText: AGENT_NAME })).toBeVisible();
  await expect(page.getByRole("link", { name: "Credentials" })).toHaveCount(0);
  await expectLoaded(page);
  await expectAccessibleEverywhere(page, "the key of an agent");
  await page.getByRole("link", { name: "Calls" }).click();
  await expect(page.getByRole("row").filter({ hasText: own.name })).toHaveCount(1);

  await page.goto(keyPolicyPage(own.accountId));
  await expectLoaded(page);
  await section.getByRole("radio", { name: "No agents" }).check();
  await expect(section).toContainText("fail from the moment that it is saved");
  await section.getByRole("button", { name: "Save agents" }).click();
  await expect(section).toContainText("Off. No agent can ask anybody of this account.");
  expect(await gate.call(token, { scope: "agreements:read" })).toEqual(refused(401, "revoked_key"));
});
