/** What browsers do to a page that its makers don't: translate it, refuse the clipboard, share one cookie, know no zone. */
import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import {
  apiInformationPage,
  auditLogPage,
  keyListPage,
  keyPage,
  membersPage,
  newKeyPage,
  replaceKeyPage,
  signInPage,
} from "../../lib/addresses/pages";
import { CONSOLE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED } from "../cast/gate";
import {
  confirmRevoke,
  fillKeyForm,
  finishReveal,
  keyRow,
  readSecret,
  revealDialog,
  sendKeyForm,
} from "../cast/keys";
import { expectHydrated, expectLoaded } from "../cast/loaded";
import { translate } from "../cast/translate";

test.describe("a page that the browser translates", () => {
  test("makes a key, shows its secret, has it copied, and leads to the key", async ({ ada }) => {
    const { page } = ada;
    await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await expectLoaded(page);
    await translate(ada);
    await fillKeyForm(page, { name: uniqueName("Translated"), scopes: ["agreements:read"] });
    const secret = await sendKeyForm(page);
    await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await finishReveal(page);
    await expect(page.getByRole("heading", { level: 1, name: /^Translated/ })).toBeVisible();
  });

  test("revokes a key, filters the list, and opens each dialog of the members", async ({ ada }) => {
    const { page } = ada;
    const account = ada.accountId("Acme Developer");
    const { key } = await ada.bff.createKey(account, { name: uniqueName("Translated end") });
    await page.goto(keyListPage(account, { q: key.name }));
    await expectLoaded(page);
    await translate(ada);
    await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
    await confirmRevoke(page, { reason: "Test" });
    await page.getByRole("searchbox", { name: "Search keys" }).fill("nothing has this name");
    await expect(keyRow(page, key.name)).toHaveCount(0);

    await page.goto(membersPage(ada.accountId("Acme Production")));
    await expectLoaded(page);
    await translate(ada);
    for (const act of [/profile/i, /shared/i, /deactivate/i]) {
      await page.getByRole("row").filter({ hasText: "grace@" }).getByRole("button").last().click();
      await page.getByRole("menuitem", { name: act }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
  });

  test("replaces a key, choosing overlap and scopes, and leads to the new one", async ({ ada, gate }) => {
    const { page } = ada;
    const account = ada.accountId("Acme Developer");
    const scopes = ["agreements:read", "users:read"];
    const { key, secret: old } = await ada.bff.createKey(account, {
      name: uniqueName("Translated twice"),
      scopes,
    });
    expect(await gate.call(old, { scope: "agreements:read" })).toEqual(ALLOWED);
    await page.goto(replaceKeyPage(account, key.id));
    await expectLoaded(page);
    await translate(ada);
    await page
      .getByRole("radiogroup", { name: "Overlap" })
      .getByRole("radio", { name: /^1 hour/ })
      .check();
    await page.getByRole("radio", { name: "Only those used" }).check();
    await page.getByRole("checkbox", { name: "users:read", exact: true }).check();
    await page.getByRole("checkbox", { name: "users:read", exact: true }).uncheck();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("");
    await page.getByRole("button", { name: "Replace key" }).click();
    // A fault comes and goes beside texts that were wrapped.
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(uniqueName("Successor"));
    await page.getByRole("button", { name: "Replace key" }).click();
    const secret = await readSecret(page);
    await finishReveal(page);
    await expect(page.getByRole("heading", { level: 1, name: /^Successor/ })).toBeVisible();
    expect(await gate.call(secret, { scope: "agreements:read" })).toEqual(ALLOWED);
    expect(await gate.call(old, { scope: "agreements:read" })).toEqual(ALLOWED);
  });

  test("filters keys, calls and the audit log, to nothing and back", async ({ ada, gate }) => {
    const { page } = ada;
    const account = ada.accountId("Acme Developer");
    const { key, secret } = await ada.bff.createKey(account, { name: uniqueName("Translated filters") });
    expect(await gate.call(secret)).toEqual(ALLOWED);
    await page.goto(keyListPage(account, { q: key.name }));
    await expectLoaded(page);
    await translate(ada);
    const filter = page.getByRole("combobox", { name: "Status" });
    await filter.selectOption("revoked");
    await expect(keyRow(page, key.name)).toHaveCount(0);
    await filter.selectOption("active");
    await expect(keyRow(page, key.name)).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveValue("");

    await page.goto(keyPage(account, key.id, { tab: "calls" }));
    await expectLoaded(page);
    await translate(ada);
    const calls = page.getByRole("region", { name: "Calls" });
    await calls.getByRole("combobox", { name: "Verdict" }).selectOption("refused");
    await expect(calls.getByText("No such calls")).toBeVisible();
    await calls.getByRole("link", { name: "Show all calls" }).click();
    await expect(calls.getByRole("table")).toBeVisible();

    await page.goto(auditLogPage(account));
    await expectLoaded(page);
    await translate(ada);
    const event = page.getByRole("combobox", { name: "Event" });
    await event.selectOption("account.closed");
    await expect(page.getByText("No event fits these filters")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect(page.getByRole("list", { name: "Events, newest first" })).toBeVisible();
  });

  test("signs in", async ({ visitor }) => {
    const { page } = visitor;
    await page.goto(signInPage());
    await expectHydrated(page);
    await translate(visitor);
    await page.getByRole("textbox", { name: "Email" }).fill("vera@acme.example");
    await page.getByLabel("Password").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  });
});

test("the secret is on screen even where its dialog fails", async ({ ada }) => {
  const { page, complaints } = ada;
  complaints.expect(/planted/);
  await page.goto(newKeyPage(ada.accountId("Acme Developer")));
  await fillKeyForm(page, { name: uniqueName("Fails"), scopes: ["agreements:read"] });
  await expectHydrated(page);
  await page.evaluate(() => {
    // As a browser does that has been asked for too many entries.
    window.history.pushState = () => {
      throw new Error("planted");
    };
  });
  await page.getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("region", { name: "New integration key" });
  await expect(shown.getByRole("textbox")).toHaveValue(/^ik_test_[0-9A-Za-z]{46}$/);
  const secret = await shown.getByRole("textbox").inputValue();
  await shown.getByRole("button", { name: "I have stored this key" }).click();
  expect(await page.content()).not.toContain(secret);
});

test.describe("where the browser does not allow copying", () => {
  test("the text is shown selected, to be copied by hand", async ({ ada }) => {
    const { page } = ada;
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await fillKeyForm(page, { name: uniqueName("By hand"), scopes: ["agreements:read"] });
    const secret = await sendKeyForm(page);
    await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
    const byHand = page.getByRole("alert").filter({ hasText: "did not allow copying" });
    await expect(byHand).toBeVisible();
    await expect(byHand.getByRole("textbox")).toHaveValue(secret);
    await expect(byHand.getByRole("textbox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(byHand).toHaveCount(0);
    expect(await readSecret(page)).toBe(secret);
    await finishReveal(page);
  });
});

test("where nobody answers whether copying is allowed, the text is there to be taken all the same", async ({
  ada,
}) => {
  const { page } = ada;
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => new Promise(() => undefined);
    document.execCommand = () => {
      throw new Error("This document is sandboxed.");
    };
  });
  await page.goto(newKeyPage(ada.accountId("Acme Developer")));
  await fillKeyForm(page, { name: uniqueName("Unanswered"), scopes: ["agreements:read"] });
  const secret = await sendKeyForm(page);
  await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
  const byHand = page.getByRole("alert").filter({ hasText: "did not allow copying" });
  await expect(byHand.getByRole("textbox")).toHaveValue(secret);
  await page.keyboard.press("Escape");
  await finishReveal(page);
});

/** The reveal of a new key, in a browser whose person has denied the clipboard to this site. */
async function openDenied({ page, context, accountId }: Person): Promise<string> {
  const session = await context.newCDPSession(page);
  for (const name of ["clipboard-read", "clipboard-write"]) {
    const setting = { permission: { name }, setting: "denied", origin: CONSOLE_URL } as const;
    await session.send("Browser.setPermission", setting);
  }
  await page.goto(newKeyPage(accountId("Acme Developer")));
  await fillKeyForm(page, { name: uniqueName("Denied"), scopes: ["agreements:read"] });
  const secret = await sendKeyForm(page);
  const refusal = await page.evaluate(() =>
    navigator.clipboard.writeText("x").then(
      () => "allowed",
      (error: Error) => error.name,
    ),
  );
  expect(refusal).toBe("NotAllowedError");
  return secret;
}

test.describe("where somebody has denied the clipboard to this site", () => {
  test("the copy command of earlier browsers is used, and says that it worked", async ({ ada }) => {
    const { page } = ada;
    const secret = await openDenied(ada);
    await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
    await expect(revealDialog(page).getByText("Copied").first()).toBeAttached();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await finishReveal(page);
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await expectHydrated(page);
    const field = page.getByRole("textbox", { name: "Allowed addresses" });
    await field.focus();
    await page.keyboard.press("ControlOrMeta+v");
    await expect(field).toHaveValue(secret);
  });

  test("where that is refused too, a message says so and the text is there to be taken", async ({ ada }) => {
    const { page } = ada;
    const secret = await openDenied(ada);
    await page.evaluate(() => {
      document.execCommand = () => false;
    });
    await revealDialog(page).getByRole("button", { name: "Copy key" }).click();
    const byHand = page.getByRole("alert").filter({ hasText: "did not allow copying" });
    await expect(byHand.getByRole("textbox")).toHaveValue(secret);
    await page.keyboard.press("Escape");
    await finishReveal(page);
  });
});

test("the address of Download .env lives until the browser has taken the file, and not for long", async ({
  ada,
}) => {
  const { page } = ada;
  await page.addInitScript(() => {
    const ended: string[] = [];
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.revokeObjectURL = (address) => {
      ended.push(address);
      revoke(address);
    };
    Object.assign(globalThis, { ended });
  });
  await page.clock.install();
  await page.goto(newKeyPage(ada.accountId("Acme Developer")));
  await fillKeyForm(page, { name: uniqueName("Taken late"), scopes: ["agreements:read"] });
  await sendKeyForm(page);
  const downloading = page.waitForEvent("download");
  await revealDialog(page).getByRole("button", { name: "Download .env" }).click();
  const download = await downloading;
  const ended = () => page.evaluate(() => Reflect.get(globalThis, "ended") as string[]);
  expect(download.url()).toMatch(/^blob:/);
  expect(await ended()).toEqual([]);
  // As long as somebody may look for a folder.
  await page.clock.fastForward(30_000);
  expect(await ended()).toEqual([]);
  await page.clock.fastForward(60_000);
  expect(await ended()).toEqual([download.url()]);
  await finishReveal(page);
});

const NO_ZONE: [name: string, breakIt: () => void][] = [
  [
    "knows no time zone",
    () => {
      class WithoutZone extends Intl.DateTimeFormat {
        override resolvedOptions(): Intl.ResolvedDateTimeFormatOptions {
          return { ...super.resolvedOptions(), timeZone: "Etc/Unknown" };
        }
      }
      Object.defineProperty(Intl, "DateTimeFormat", { value: WithoutZone });
    },
  ],
  [
    "fails when it is asked for its time zone",
    () => {
      Intl.DateTimeFormat.prototype.resolvedOptions = () => {
        throw new RangeError("Invalid time zone specified");
      };
    },
  ],
  [
    "fails for any date format",
    () => {
      Object.defineProperty(Intl, "DateTimeFormat", {
        value() {
          throw new RangeError("Invalid time zone specified");
        },
      });
    },
  ],
];

for (const [name, breakIt] of NO_ZONE) {
  test(`a browser that ${name} creates a key, its field in UTC, which it says`, async ({ ada }) => {
    const { page } = ada;
    await page.addInitScript(breakIt);
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await expect(page.getByText("your browser does not say in which time zone you are")).toBeVisible();
    await fillKeyForm(page, { name: uniqueName("No zone"), scopes: ["agreements:read"] });
    await sendKeyForm(page);
    await finishReveal(page);
  });
}

test("a tab that was opened by somebody else changes nothing, keeps what was typed, and shows one person", async ({
  signIn,
}) => {
  const { page, context, complaints, accountId } = await signIn("ada", { session: "own" });
  complaints.expect(answered(409));
  await page.goto(newKeyPage(accountId("Acme Production")));
  const name = uniqueName("Of whom");
  await fillKeyForm(page, { name, scopes: ["agreements:read"] });
  await expectHydrated(page);
  const signedIn = await context.request.post("/api/sign-in", {
    data: { email: "grace@acme.example", password: DEMO_PASSWORD },
  });
  expect(signedIn.status()).toBe(204);

  await page.getByRole("button", { name: "Create key" }).click();
  const told = page.getByRole("dialog", { name: "Somebody else is signed in now" });
  await expect(told).toContainText("Grace Lindqvist (grace@acme.example) is signed in now");
  await told.getByRole("button", { name: "Stay on this page" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);

  await page.getByRole("navigation", { name: "Console" }).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`${apiInformationPage(accountId("Acme Production"))}$`));
  await expect(page.getByRole("button", { name: /Grace Lindqvist/ }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Ada / })).toHaveCount(0);
});

test.describe("after a dialog the keyboard goes on", () => {
  test("at the row after Revoke key", async ({ ada }) => {
    const { page } = ada;
    const account = ada.accountId("Acme Developer");
    const { key } = await ada.bff.createKey(account, { name: uniqueName("Focus") });
    await page.goto(keyListPage(account, { q: key.name }));
    await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
    await confirmRevoke(page, { reason: "Test" });
    await expect(keyRow(page, key.name).getByText("Revoked", { exact: true })).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  });

  test("at the page of the new key after Done", async ({ ada }) => {
    const { page } = ada;
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await fillKeyForm(page, { name: uniqueName("Focus done"), scopes: ["agreements:read"] });
    await sendKeyForm(page);
    await finishReveal(page);
    await expect(page.getByRole("heading", { level: 1, name: /^Focus done/ })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  });

  test("and at 200 % zoom the field of the revoke dialog is in sight", async ({ ada }) => {
    const { page } = ada;
    await page.setViewportSize({ width: 640, height: 400 });
    const account = ada.accountId("Acme Developer");
    const { key } = await ada.bff.createKey(account, { name: uniqueName("Zoomed") });
    await page.goto(keyListPage(account, { q: key.name }));
    await expectLoaded(page);
    await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
    const dialog = page.getByRole("dialog", { name: /^Revoke / });
    await expect(dialog.getByRole("button", { name: "Revoke key" })).toBeEnabled();
    await expect(dialog.getByRole("textbox", { name: "Reason" })).toBeFocused();
    await expect(dialog.getByRole("textbox", { name: "Reason" })).toBeInViewport({ ratio: 1 });
  });
});
