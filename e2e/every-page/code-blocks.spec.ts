import type { Page } from "@playwright/test";

import { apiInformationPage, newKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { fillKeyForm, finishReveal, revealDialog, sendKeyForm } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

/** What of each block lies under its button, and what of the button is covered by something else. */
async function expectNothingUnderButtons(page: Page): Promise<void> {
  const blocks = page.locator("figure:visible:has(pre)");
  await expect(blocks.first()).toBeVisible();
  for (const block of await blocks.all()) {
    await block.scrollIntoViewIfNeeded();
    const found = await block.evaluate((figure) => {
      const button = figure.querySelector("button")?.getBoundingClientRect();
      const code = figure.querySelector("pre");
      if (!button || !code) return null;
      // Scrolled to both of its ends: what runs out of the block runs under the button.
      const overlaps = [0, code.scrollWidth].map((left) => {
        code.scrollLeft = left;
        const around = code.getBoundingClientRect();
        const isApart = around.right <= button.left || around.bottom <= button.top;
        const spills = getComputedStyle(code).overflowX === "visible" && code.scrollWidth > code.clientWidth;
        return !isApart || spills;
      });
      const atMiddle = document.elementFromPoint(button.x + button.width / 2, button.y + button.height / 2);
      const isInside = button.right <= figure.getBoundingClientRect().right;
      return { overlaps, isOnTop: atMiddle?.closest("button") === figure.querySelector("button"), isInside };
    });
    expect(found, (await block.getAttribute("aria-label")) ?? "").toEqual({
      overlaps: [false, false],
      isOnTop: true,
      isInside: true,
    });
  }
}

for (const width of [1280, 360]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 740 } });

    test("the copy buttons of the Overview lie on no code", async ({ ada }) => {
      await ada.page.goto(apiInformationPage(ada.accountId("Acme Production")));
      await expectLoaded(ada.page);
      await expectNothingUnderButtons(ada.page);
    });

    test("the copy button of the reveal's curl line lies on no code, and the line is whole", async ({
      ada,
    }) => {
      const { page } = ada;
      await page.goto(newKeyPage(ada.accountId("Acme Developer")));
      await fillKeyForm(page, { name: uniqueName("Gutter"), scopes: ["agreements:read"] });
      await sendKeyForm(page);
      await expectNothingUnderButtons(page);
      const line = revealDialog(page).locator("figure pre");
      const isWhole = await line.evaluate((code) => code.scrollWidth <= code.clientWidth);
      expect(isWhole).toBe(true);
      await finishReveal(page);
    });
  });
}
