import type { KeyList } from "../../lib/contracts/keys/integration-keys";
import { keyListPage, newKeyPage } from "../../lib/addresses/pages";
import { ALLOWED } from "../cast/gate";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import {
  createKeyInForm,
  fillKeyForm,
  finishReveal,
  readSecret,
  revealDialog,
  sendKeyForm,
} from "../cast/keys";
import { expectHydrated } from "../cast/loaded";

async function keysCalled(person: Person, accountId: string, name: string): Promise<number> {
  const answer = await person.bff.ask(
    `/api/accounts/${accountId}/integration-keys?q=${encodeURIComponent(name)}`,
  );
  // The answer of the route is its contract's type.
  return ((await answer.json()) as KeyList).data.length;
}

test.describe("the reveal is not lost by accident", () => {
  const ways = {
    Esc: async ({ page }: Person) => page.keyboard.press("Escape"),
    "a click outside": async ({ page }: Person) => page.mouse.click(4, 4),
    "the close button": async ({ page }: Person) =>
      revealDialog(page).getByRole("button", { name: "Close", exact: true }).click(),
  };
  for (const [way, leave] of Object.entries(ways)) {
    test(`${way} asks first, and staying keeps the secret on screen`, async ({ ada }) => {
      const { page } = ada;
      await page.goto(newKeyPage(ada.accountId("Acme Production")));
      await fillKeyForm(page, { name: uniqueName("Almost lost"), scopes: ["agreements:read"] });
      const secret = await sendKeyForm(page);

      await leave(ada);
      await expect(revealDialog(page).getByRole("alert")).toContainText("can't be shown again");
      await revealDialog(page).getByRole("button", { name: "Keep it open" }).click();
      expect(await readSecret(page)).toBe(secret);

      await leave(ada);
      await revealDialog(page).getByRole("button", { name: "Close without storing" }).click();
      await expect(revealDialog(page)).toBeHidden();
      expect(await page.content()).not.toContain(secret);
    });
  }
});

test("Copy key and Download .env give the secret that is shown", async ({ ada }) => {
  const { page } = ada;
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(newKeyPage(ada.accountId("Acme Developer")));
  await fillKeyForm(page, { name: uniqueName("Copied"), scopes: ["agreements:read"] });
  const secret = await sendKeyForm(page);

  await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(secret);

  const downloading = page.waitForEvent("download");
  await revealDialog(page).getByRole("button", { name: "Download .env" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^copied-.*\.env$/);
  const stream = await download.createReadStream();
  expect(Buffer.concat(await stream.toArray()).toString()).toContain(secret);
  await finishReveal(page);
});

test("a double-clicked Create key makes one key", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const name = uniqueName("Clicked twice");
  await page.goto(newKeyPage(accountId));
  await fillKeyForm(page, { name, scopes: ["agreements:read"] });
  await expectHydrated(page);
  // Both clicks come before the page can draw the button as busy.
  await page.getByRole("button", { name: "Create key" }).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await readSecret(page);
  await finishReveal(page);
  expect(await keysCalled(ada, accountId, name)).toBe(1);
});

test("the address fills the form in and never sends it", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const name = uniqueName("From a link");
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") posts.push(`${request.method()} ${request.url()}`);
  });

  await page.goto(newKeyPage(accountId, { name, scopes: "agreement_read widgets:write", expires: "30d" }));
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  await expect(page.getByRole("checkbox", { name: "agreements:read", exact: true })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "widgets:write", exact: true })).toBeChecked();
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("button", { name: "Create key" })).toBeEnabled();
  expect(posts).toEqual([]);
  expect(await keysCalled(ada, accountId, name)).toBe(0);

  await sendKeyForm(page);
  await finishReveal(page);
  expect(await keysCalled(ada, accountId, name)).toBe(1);
});

test("a form without a name and scopes says what is missing and sends nothing", async ({ ada }) => {
  const { page } = ada;
  await page.goto(newKeyPage(ada.accountId("Acme Production")));
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveAccessibleDescription(
    /give the key a name/i,
  );
  await expect(page.getByRole("searchbox", { name: "Search scopes" })).toHaveAccessibleDescription(
    /at least one scope/i,
  );
});

test("the scope search narrows the picker, and what is chosen stays chosen", async ({ ada }) => {
  const { page } = ada;
  await page.goto(newKeyPage(ada.accountId("Acme Production")));
  await page.getByRole("checkbox", { name: "agreements:read", exact: true }).check();
  await page.getByRole("searchbox", { name: "Search scopes" }).fill("webhooks");
  await expect(page.getByRole("checkbox", { name: /^webhooks:/ })).toHaveCount(3);
  await expect(page.getByRole("checkbox", { name: /^agreements:/ })).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search scopes" }).fill("");
  await expect(page.getByRole("checkbox", { name: "agreements:read", exact: true })).toBeChecked();
});

test("the list finds a key by name, keeps the filters in the address, and Back takes them off", async ({
  ada,
}) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Developer");
  const name = uniqueName("Findable");
  const { secret } = await ada.bff.createKey(accountId, { name });
  expect(secret).toMatch(/^ik_test_/);

  await page.goto(keyListPage(accountId));
  await page.getByRole("searchbox", { name: "Search keys" }).fill(name);
  await expect(page.getByRole("row").filter({ has: page.getByRole("cell") })).toHaveCount(1);
  await expect(page).toHaveURL(/[?&]q=Findable/);
  await page.getByRole("combobox", { name: "Status" }).selectOption({ label: "Revoked" });
  await expect(page).toHaveURL(/[?&]status=revoked/);
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("");
});

test("a key made in the sandbox is a test key and works at once", async ({ ada, gate }) => {
  await ada.page.goto(newKeyPage(ada.accountId("Acme Developer")));
  const name = uniqueName("Sandbox");
  const secret = await createKeyInForm(ada.page, { name, scopes: ["agreements:read"] });
  expect(secret).toMatch(/^ik_test_/);
  expect(await gate.call(secret, { scope: "agreements:read" })).toEqual(ALLOWED);
});
