import type { Visitor } from "./fixtures";

/** Wraps every text as a browser's translator does, and goes on with what is drawn later. */
export async function translate({ page, complaints }: Pick<Visitor, "page" | "complaints">): Promise<void> {
  // On a slow machine it is there before React, which says that it finds other elements than it has drawn, and draws them anew.
  complaints.expect(/React error #418/);
  await page.evaluate(() => {
    const root = document.body;
    const wrap = () => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
      for (const text of texts) {
        const { parentElement } = text;
        const isKept = parentElement?.closest("[translate=no], script, style, textarea, select, title, font");
        if (isKept || text.data.trim() === "") continue;
        const outer = document.createElement("font");
        const inner = document.createElement("font");
        text.replaceWith(outer);
        outer.append(inner);
        inner.append(text);
      }
    };
    wrap();
    new MutationObserver(wrap).observe(root, { childList: true, subtree: true, characterData: true });
  });
}
