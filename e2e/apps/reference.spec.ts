import { CONSOLE_URL, GATE_URL } from "../server/addresses";
import { expectAccessible } from "../cast/accessibility";
import { expect, test } from "../cast/fixtures";

for (const [width, colorScheme] of [
  [1280, "light"],
  [360, "dark"],
] as const) {
  test(`the gate's reference wears the product's type at ${width} px, asks nobody else and leads back`, async ({
    visitor,
  }) => {
    const { page } = visitor;
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(new URL(request.url()).origin));
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`${GATE_URL}/reference`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reference of the gate");
    const operation = page.getByRole("button", { name: /^POST \/v1\/verify/ });
    await expect(operation).toBeVisible();
    await operation.press("Enter");
    await expect(page.getByRole("button", { name: "Try it out" })).toBeVisible();

    await test.step("type and colours are the console's", async () => {
      const fonts = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family);
      });
      expect(fonts.map((family) => family.replaceAll('"', "")).toSorted()).toEqual(["Geist", "Geist Mono"]);
      const look = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(look).toBe(colorScheme === "light" ? "rgb(250, 248, 242)" : "rgb(12, 19, 16)");
    });

    await test.step("accessible, and not wider than its window", async () => {
      await expectAccessible(page, "the reference");
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
    });
    expect([...asked]).toEqual([GATE_URL]);
    await page.getByRole("link", { name: "Back to the console" }).click();
    await expect(page).toHaveURL(new RegExp(`^${CONSOLE_URL}/`));
  });
}
