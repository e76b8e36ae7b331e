import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

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
