import { keyListPage, replaceKeyPage } from "../lib/view/routes";
import { answered } from "./complaints";
import { ALLOWED, refused } from "./gate";
import { expect, test, uniqueName, type Person } from "./fixtures";
import { finishReveal, keyRow, readSecret } from "./keys";

/** Opens "Replace" on the key's row and sends the form with this overlap. @returns the new secret */
async function replaceInBrowser({ page, accountId }: Person, name: string, overlap: RegExp): Promise<string> {
  await page.goto(keyListPage(accountId("Acme Production"), { q: name }));
  await keyRow(page, name).getByRole("link", { name: "Replace" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  await expect(page.getByRole("checkbox", { name: "agreements:read", exact: true })).toBeChecked();
  await page.getByRole("radiogroup", { name: "Overlap" }).getByRole("radio", { name: overlap }).check();
  await page.getByRole("button", { name: "Replace key" }).click();
  const secret = await readSecret(page);
  await finishReveal(page);
  return secret;
}

test("replaced with an overlap, both keys pass the gate, and the old one says until when", async ({
  ada,
  gate,
}) => {
  const name = uniqueName("Rotated");
  const { key, secret: old } = await ada.bff.createKey(ada.accountId("Acme Production"), { name });
  const successor = await replaceInBrowser(ada, name, /^1 hour/);
  expect(successor).not.toBe(old);
  expect(await gate.call(old)).toEqual(ALLOWED);
  expect(await gate.call(successor)).toEqual(ALLOWED);

  await ada.page.goto(
    `/accounts/${ada.accountId("Acme Production")}/api-information/integration-keys/${key.id}`,
  );
  await expect(ada.page.getByRole("main")).toContainText(/accepted until/i);
});

test("replaced without an overlap, the old key is refused at once", async ({ ada, gate }) => {
  const name = uniqueName("Cut over");
  const { secret: old } = await ada.bff.createKey(ada.accountId("Acme Production"), { name });
  const successor = await replaceInBrowser(ada, name, /^No overlap|^None/);
  expect(await gate.call(old)).toEqual(refused(401, "revoked_key"));
  expect(await gate.call(successor)).toEqual(ALLOWED);
});

test("a key that was revoked meanwhile is not replaced, and the page says what to do instead", async ({
  ada,
}) => {
  const { page, bff, complaints } = ada;
  complaints.expect(answered(409, /replace/));
  const accountId = ada.accountId("Acme Production");
  const { key } = await bff.createKey(accountId, { name: uniqueName("Gone meanwhile") });
  await page.goto(replaceKeyPage(accountId, key.id));
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(key.name);
  await bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revoke`, {
    method: "POST",
    data: { reason: "leaked" },
  });
  await page.getByRole("button", { name: "Replace key" }).click();
  await expect(page.getByText(`“${key.name}” can't be replaced`)).toBeVisible();
  await page.getByRole("link", { name: "Create a new key like it" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(key.name);
});
