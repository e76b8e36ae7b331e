import { apiInformationPage, keyListPage, membersPage } from "../../lib/addresses/pages";
import { ALLOWED, refused } from "../cast/gate";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import { translate } from "../cast/translate";

async function openAct({ page }: Person, memberName: string, act: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${memberName}` }).click();
  await page.getByRole("menuitem", { name: act }).click();
}

// In this file, whose stories come one after the other: the next one deactivates Dev.
test("a developer manages the keys of a sandbox that are theirs, and no others", async ({ ada, dev }) => {
  const account = dev.accountId("Acme Developer");
  const { key: adas } = await ada.bff.createKey(account, { name: uniqueName("Ada's") });
  const { key: devs } = await dev.bff.createKey(account, { name: uniqueName("Dev's") });
  await dev.page.goto(keyListPage(account));
  const row = (name: string) => dev.page.getByRole("row").filter({ hasText: name });
  await expect(row(devs.name).getByRole("button", { name: "Revoke" })).toBeVisible();
  await expect(row(adas.name).getByRole("link", { name: "View" })).toBeVisible();
  await expect(row(adas.name).getByRole("button", { name: "Revoke" })).toHaveCount(0);
  await expect(row(adas.name).getByRole("link", { name: "Replace" })).toHaveCount(0);

  await row(adas.name).getByRole("link", { name: "View" }).click();
  await expect(dev.page.getByRole("main")).toContainText("Ada Osei, who created this key, or an admin");
  await expect(dev.page.getByRole("button", { name: "Revoke" })).toHaveCount(0);
});

test("deactivating a member names the keys that stop, stops them at once, and reactivating brings them back", async ({
  ada,
  signIn,
  gate,
}) => {
  const dev = await signIn("dev", { session: "own" });
  const account = dev.accountId("Acme Developer");
  const { key, secret } = await dev.bff.createKey(account, { name: uniqueName("Of a developer") });
  expect(await gate.call(secret)).toEqual(ALLOWED);

  await ada.page.goto(membersPage(account));
  await openAct(ada, "Dev Iyer", "Deactivate");
  const dialog = ada.page.getByRole("dialog", { name: "Deactivate Dev Iyer" });
  await expect(dialog.getByRole("listitem").filter({ hasText: key.name })).toContainText("1 call in 24 h");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Left the team");
  await dialog.getByRole("button", { name: "Deactivate member" }).click();
  await expect(dialog).toBeHidden();

  try {
    expect(await gate.call(secret)).toEqual(refused(403, "owner_inactive"));
    await expect(ada.page.getByRole("row").filter({ hasText: "Dev Iyer" })).toContainText("Deactivated");
    expect((await dev.bff.ask(`/api/accounts/${account}/integration-keys`)).status()).not.toBe(200);

    await openAct(ada, "Dev Iyer", "Reactivate");
    await ada.page.getByRole("dialog").getByRole("button", { name: "Reactivate member" }).click();
    await expect(ada.page.getByRole("dialog")).toBeHidden();
    expect(await gate.call(secret)).toEqual(ALLOWED);
  } finally {
    const { data } = await ada.bff.members(account);
    const member = data.find(({ user }) => user.email === dev.email);
    if (member?.status === "deactivated") {
      await ada.bff.ask(`/api/accounts/${account}/members/${member.id}/reactivate`, { method: "POST" });
    }
  }
});

test("an account with one admin is told so on its overview, with the way to a second", async ({
  gus,
  ada,
}) => {
  const { page } = gus;
  await page.goto(apiInformationPage(gus.accountId("Globex Production")));
  const note = page.getByRole("region", { name: "Admins" });
  await expect(note).toContainText("1 active admin");
  await expect(note).toContainText("Make a second person an admin");
  await note.getByRole("link", { name: "Choose another admin" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Members");
  await ada.page.goto(apiInformationPage(ada.accountId("Acme Production")));
  await expect(ada.page.getByRole("heading", { name: "Quick start" })).toBeVisible();
  await expect(ada.page.getByRole("region", { name: "Admins" })).toHaveCount(0);
});

test("a page that the browser translates deactivates and reactivates a member", async ({ ada }) => {
  const { page, bff } = ada;
  const account = ada.accountId("Acme Developer");
  const dev = async () =>
    (await bff.members(account)).data.find(({ user }) => user.email === "dev@acme.example");
  await page.goto(membersPage(account));
  await expectLoaded(page);
  await translate(ada);
  try {
    await openAct(ada, "Dev Iyer", "Deactivate");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Translated");
    await dialog.getByRole("button", { name: "Deactivate member" }).click();
    await expect(dialog).toHaveCount(0);
    const row = page.getByRole("row").filter({ hasText: "Dev Iyer" });
    await expect(row).toContainText("Deactivated");
    await openAct(ada, "Dev Iyer", "Reactivate");
    await dialog.getByRole("button", { name: "Reactivate member" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).not.toContainText("Deactivated");
    expect((await dev())?.status).toBe("active");
  } finally {
    const member = await dev();
    if (member?.status === "deactivated") {
      await bff.ask(`/api/accounts/${account}/members/${member.id}/reactivate`, { method: "POST" });
    }
  }
});

test("the last admin of an account with live keys can't be deactivated or demoted", async ({ gus, gate }) => {
  const account = gus.accountId("Globex Developer");
  const { secret } = await gus.bff.createKey(account, { name: uniqueName("Keeps its admin") });
  const { page } = gus;
  await page.goto(membersPage(account));
  await expect(page.getByRole("main")).toContainText(/1 active admin/);

  await openAct(gus, "Gus Moreau", "Deactivate");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(/last active admin/i);
  await expect(dialog.getByRole("button", { name: "Deactivate member" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Keep member" }).click();

  const [member] = (await gus.bff.members(account)).data;
  const path = `/api/accounts/${account}/members/${member?.id}`;
  const attempts = [
    await gus.bff.ask(`${path}/deactivate`, { method: "POST", data: {} }),
    await gus.bff.ask(path, { method: "PATCH", data: { profile: "viewer" } }),
  ];
  for (const attempt of attempts) {
    expect(attempt.status()).toBe(409);
    expect(await attempt.json()).toMatchObject({ code: "last_admin" });
  }
  expect(await gate.call(secret)).toEqual(ALLOWED);
});

test("the acts on a member work by keyboard alone, and the focus comes back", async ({ ada }) => {
  const { page } = ada;
  await page.goto(membersPage(ada.accountId("Acme Production")));
  const button = page.getByRole("button", { name: "Actions for Max Tanaka" });
  await button.focus();
  await page.keyboard.press("Enter");
  const entries = page.getByRole("menuitem");
  await expect(entries.first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(entries.last()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entries.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await expect(entries).toHaveCount(0);

  await page.keyboard.press("Enter");
  await expect(entries.first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(button).toBeFocused();
});
