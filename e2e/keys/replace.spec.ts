import { keyListPage, keyPage, replaceKeyPage } from "../../lib/addresses/pages";
import { answered } from "../cast/complaints";
import { ALLOWED, refused } from "../cast/gate";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { finishReveal, keyRow, readSecret } from "../cast/keys";

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

test("an expired key is replaced: the new one takes over its name and scopes, and the old one stays expired", async ({
  ada,
  gate,
}) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const name = uniqueName("Ran out");
  const expiresAt = new Date(Date.now() + 2_000).toISOString();
  const { key, secret: old } = await bff.createKey(accountId, {
    name,
    scopes: ["agreements:read", "users:read"],
    expiresAt,
  });
  await expect.poll(() => gate.call(old), { timeout: 15_000 }).toEqual(refused(401, "expired_key"));
  await page.goto(keyPage(accountId, key.id));
  await expect(page.getByRole("main")).toContainText("This key has expired. Calls with it fail.");
  await page.getByRole("link", { name: "Replace key" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  for (const scope of ["agreements:read", "users:read"]) {
    await expect(page.getByRole("checkbox", { name: scope, exact: true })).toBeChecked();
  }
  await expect(page.getByRole("radiogroup", { name: "Overlap" })).toHaveCount(0);
  await expect(page.getByRole("complementary", { name: "Summary" })).toContainText(
    "calls with it fail already, and go on failing",
  );
  await page.getByRole("button", { name: "Replace key" }).click();
  const successor = await readSecret(page);
  await finishReveal(page);
  expect(await gate.call(successor, { scope: "users:read" })).toEqual(ALLOWED);
  expect(await gate.call(old)).toEqual(refused(401, "expired_key"));

  await page.goto(keyPage(accountId, key.id));
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("Expired");
  await expect(page.getByRole("link", { name: "Replace key" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "See its replacement" })).toBeVisible();
  await page.goto(replaceKeyPage(accountId, key.id));
  await expect(page.getByRole("main")).toContainText("has been replaced already");
  await page.goto(keyPage(accountId, key.id, { tab: "activity" }));
  await expect(page.getByRole("region", { name: "Activity" })).toContainText("and stays so");
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

test("a replacement takes over all scopes of the old key, or only those that calls have used", async ({
  ada,
  gate,
}) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const scopes = ["agreements:read", "agreements:write", "users:read"];
  const { key, secret: old } = await bff.createKey(accountId, { name: uniqueName("Sixteen"), scopes });
  await page.goto(replaceKeyPage(accountId, key.id));
  const choice = page.getByRole("radiogroup", { name: "Scopes to take over" });
  const onlyUsed = choice.getByRole("radio", { name: "Only those used" });
  await expect(onlyUsed).toBeDisabled();
  await expect(onlyUsed).toHaveAccessibleDescription(/No allowed call has used a scope/);

  expect(await gate.call(old, { scope: "agreements:read" })).toEqual(ALLOWED);
  // Asked for and refused: no use.
  expect(await gate.call(old, { scope: "widgets:read" })).toEqual(refused(403, "insufficient_scope"));
  await page.reload();
  const checked = async () => {
    const names = await page
      .getByRole("checkbox", { checked: true })
      .evaluateAll((boxes) =>
        boxes.map(
          (box) => box.getAttribute("aria-label") ?? box.closest("div")?.querySelector("label")?.textContent,
        ),
      );
    return scopes.filter((scope) => names.some((name) => name?.includes(scope)));
  };
  await expect(choice.getByRole("radio", { name: "All of the old key" })).toBeChecked();
  expect(await checked()).toEqual(scopes);
  await expect(onlyUsed).toHaveAccessibleDescription(
    "1 of 3 scopes. Leaves out what no allowed call has used: users:read, agreements:write",
  );
  await onlyUsed.check();
  expect(await checked()).toEqual(["agreements:read"]);
  await expect(page.getByText("The new key loses")).toBeVisible();
  await page.getByRole("checkbox", { name: "users:read", exact: true }).check();
  await expect(onlyUsed).not.toBeChecked();
  await onlyUsed.check();

  await page.getByRole("button", { name: "Replace key" }).click();
  const successor = await readSecret(page);
  await finishReveal(page);
  expect(await gate.call(successor, { scope: "agreements:read" })).toEqual(ALLOWED);
  expect(await gate.call(successor, { scope: "users:read" })).toEqual(refused(403, "insufficient_scope"));
});
