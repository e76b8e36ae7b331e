import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Every rule at both widths and in both themes, without every pair of them: what a theme colours it colours at any width. */
const LOOKS = [
  { width: 360, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
] as const;

/**
 * Fails with the rule, the reason and the place of every violation of WCAG 2.2 AA that axe finds on the page. A page
 * that was navigated to gets its title a moment after its content, and is looked at when it has it.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await expect(page, where).toHaveTitle(/Countersign/);
  // Of one document, without frames: what axe otherwise opens a second page for.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.withTags(RULES).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
  expect(found, where).toEqual([]);
}

/** The page as it is on screen: accessible at both widths and in both themes, and never wider than its window. */
export async function expectAccessibleEverywhere(page: Page, where: string): Promise<void> {
  const usual = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const { width, colorScheme } of LOOKS) {
    const place = `${where}, ${width} px, ${colorScheme}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(page, place);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${place} scrolls sideways`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
  await page.setViewportSize(usual);
}
