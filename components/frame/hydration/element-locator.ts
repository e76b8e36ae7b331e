/**
 * Where an element stands in the page, and what it is: enough to find it again after React has drawn its part of the page
 * anew, which puts another element in the place of each.
 */
export type ElementLocator = {
  /** A selector: from the body inwards, its position among the elements that the page itself is made of. */
  readonly path: string;
  /** What must be the same, so that a list that has moved on meanwhile gets no event that was meant for another row. */
  readonly sign: string;
};

/**
 * The locator of an element. It runs from the head of the page as text too, so it uses nothing from outside itself.
 */
export function locatorOf(element: Element): ElementLocator {
  // What translators, the framework's stream and the browser add is none of the page's own.
  const own = ":not(font, script, style, template, link, meta)";
  let path = "";
  for (let each = element; each !== document.body;) {
    const around: Element | null = each.parentElement;
    if (around === null) return { path: "", sign: "" };
    const position = [...around.children].filter((child) => child.matches(own)).indexOf(each) + 1;
    path = ` > :nth-child(${position} of ${own})${path}`;
    each = around;
  }
  const isBox = element.matches("[type=checkbox], [type=radio]");
  const names = ["type", "name", "role", "aria-label", ...(isBox ? ["value"] : [])];
  // Translators leave these alone: ids, scopes, names of keys.
  const kept = element.closest("tr, li")?.querySelectorAll("[translate=no]") ?? [];
  const sign = [
    location.pathname,
    element.tagName,
    ...names.map((name) => element.getAttribute(name)),
    ...[...kept].map((text) => text.textContent),
  ].join("\n");
  return { path: `body${path}`, sign };
}

/** The element that stands there now, if it is the same thing. */
export function locate({ path, sign }: ElementLocator): HTMLElement | null {
  const found = path === "" ? null : document.querySelector<HTMLElement>(path);
  return found !== null && locatorOf(found).sign === sign ? found : null;
}
