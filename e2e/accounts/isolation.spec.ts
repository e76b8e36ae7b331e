import { randomUUID } from "node:crypto";

import { expect, test, uniqueName } from "../cast/fixtures";
import { answered } from "../cast/complaints";
import { ACCOUNT_PAGES } from "../cast/pages";

const NOTHING = { level: 1, name: "There is nothing here" } as const;

for (const [name, address] of Object.entries(ACCOUNT_PAGES)) {
  test(`${name}: an admin of another account finds nothing at our address, and we get in`, async ({
    ada,
    gus,
  }) => {
    const accountId = ada.accountId("Acme Production");
    const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Not yours") });
    const ours = address({ accountId, keyId: key.id });
    gus.complaints.expect(answered(404));

    const words: string[] = [];
    for (const foreign of [ours, address({ accountId: randomUUID(), keyId: randomUUID() })]) {
      const response = await gus.page.goto(foreign);
      expect(response?.status()).toBe(404);
      await expect(gus.page.getByRole("heading", NOTHING)).toBeVisible();
      words.push(await gus.page.getByRole("main").innerText());
    }
    expect(words[0], "the same words as for what does not exist").toBe(words[1]);
    expect(words[0]).not.toContain(key.name);

    expect((await ada.page.goto(ours))?.status()).toBe(200);
    await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(ada.page.getByRole("heading", NOTHING)).toHaveCount(0);
  });
}

test("a key of another account is not found under one's own account either", async ({ ada, gus }) => {
  const { key } = await ada.bff.createKey(ada.accountId("Acme Production"), { name: uniqueName("Crossed") });
  const own = gus.accountId("Globex Production");
  gus.complaints.expect(answered(404));
  for (const name of ["key, overview", "replace key"] as const) {
    const answers: unknown[] = [];
    for (const keyId of [key.id, randomUUID()]) {
      const response = await gus.page.goto(ACCOUNT_PAGES[name]?.({ accountId: own, keyId }) ?? "");
      await expect(gus.page.getByRole("heading", NOTHING)).toBeVisible();
      answers.push([response?.status(), await gus.page.getByRole("main").innerText()]);
    }
    expect(answers[0], name).toEqual(answers[1]);
  }
});

const paths = (account: string, keyId: string) => [
  `/api/accounts/${account}/integration-keys`,
  `/api/accounts/${account}/integration-keys/${keyId}`,
  `/api/accounts/${account}/integration-keys/${keyId}/calls`,
  `/api/accounts/${account}/members`,
  `/api/accounts/${account}/key-policy`,
  `/api/accounts/${account}/audit-events`,
];

test("the console's API answers for another account as for one that does not exist", async ({ ada, gus }) => {
  const accountId = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Not by API") });
  const nobodys = paths(randomUUID(), randomUUID());
  for (const [index, path] of paths(accountId, key.id).entries()) {
    const [foreign, missing] = await Promise.all([gus.bff.ask(path), gus.bff.ask(nobodys[index] ?? "")]);
    expect(foreign.status(), path).toBe(404);
    const {
      requestId: _one,
      instance: _a,
      ...foreignBody
    } = (await foreign.json()) as Record<string, unknown>;
    const {
      requestId: _two,
      instance: _b,
      ...missingBody
    } = (await missing.json()) as Record<string, unknown>;
    expect(foreignBody, path).toEqual(missingBody);
    expect((await ada.bff.ask(path)).status(), path).toBe(200);
  }
});
