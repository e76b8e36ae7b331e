/**
 * Reads the little XML that legacy clients send, and nothing else of XML: elements, attributes, text, CDATA sections, the
 * five entities that need no declaration and numbered characters. A document type, other entities, processing instructions
 * and comments end the reading: there is nothing to expand and nothing to fetch.
 */

/** Elements inside of each other at most. */
const DEPTH_MAX = 16;
const ELEMENTS_MAX = 200;

export type XmlElement = {
  /** The name without its prefix. */
  readonly name: string;
  /** The namespace that its prefix stands for; empty where there is none. */
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text right in it, entities replaced. */
  readonly text: string;
};

type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & {
  children: XmlElement[];
  readonly written: string;
  readonly namespaces: ReadonlyMap<string, string>;
};

const NAME = String.raw`[A-Za-z_][\w.-]{0,100}(?::[A-Za-z_][\w.-]{0,100})?`;
const DECLARATION = /^<\?xml(?:\s+[a-z]+\s*=\s*(?:"[\w.-]*"|'[\w.-]*'))+\s*\?>/;
const START = new RegExp(String.raw`<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, "y");
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");
const END = new RegExp(String.raw`</(${NAME})\s*>`, "y");
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const TEXT = /[^<]+/y;

/** The element that a text is, white space around it left out; null where it is anything else, or too deep. */
export function readXml(text: string): XmlElement | null {
  const read = readElement(text.trim());
  return read?.rest === "" ? read.element : null;
}

/**
 * The beginning of an element, to the end of its first child of a name; null where that is not to be read.
 * @param until the child's local name; the text may be cut off behind it
 * @returns the element with what was read of it, and the text behind the child, which was not looked at
 */
export function readXmlUntil(text: string, until: string): { element: XmlElement; rest: string } | null {
  return readElement(text.trimStart(), until);
}

function readElement(text: string, until?: string): { element: XmlElement; rest: string } | null {
  const source = text.replace(DECLARATION, "").trimStart();
  const open: Open[] = [];
  const roots: XmlElement[] = [];
  let elements = 0;
  let index = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = index;
    const found = pattern.exec(source);
    if (found) index = pattern.lastIndex;
    return found;
  };
  const close = (element: Open): void => {
    open.pop();
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else roots.push(element);
  };
  while (index < source.length && roots.length === 0) {
    const inside = open.at(-1);
    const start = match(START);
    if (start) {
      elements += 1;
      const element = opened(start, inside?.namespaces ?? new Map<string, string>());
      if (element === null || open.length >= DEPTH_MAX || elements > ELEMENTS_MAX) return null;
      open.push(element);
      if (start[3] === "/") close(element);
      continue;
    }
    if (!inside) return null;
    const end = match(END);
    if (end) {
      if (end[1] !== inside.written) return null;
      close(inside);
      // What comes after it is not looked at, so nothing closes the elements around it.
      if (inside.name === until && open.length === 1) while (open.length > 0) close(open.at(-1) ?? inside);
      continue;
    }
    const raw = match(CDATA);
    const piece = raw ? (raw[1] ?? "") : plainText(match(TEXT)?.[0]);
    if (piece === null) return null;
    inside.text += piece;
  }
  const [element] = roots;
  return element ? { element, rest: source.slice(index) } : null;
}

function opened(start: RegExpExecArray, around: ReadonlyMap<string, string>): Open | null {
  const written = start[1] ?? "";
  const attributes = new Map<string, string>();
  const namespaces = new Map(around);
  for (const [, name = "", double, single] of (start[2] ?? "").matchAll(ATTRIBUTE)) {
    const value = plainText(double ?? single ?? "");
    if (value === null || attributes.has(name)) return null;
    attributes.set(name, value);
    if (name === "xmlns") namespaces.set("", value);
    else if (name.startsWith("xmlns:")) namespaces.set(name.slice(6), value);
  }
  const [local, prefix] = written.split(":").toReversed();
  const namespace = namespaces.get(prefix ?? "");
  if (prefix !== undefined && namespace === undefined) return null;
  return {
    name: local ?? "",
    namespace: namespace ?? "",
    attributes,
    children: [],
    text: "",
    written,
    namespaces,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([a-z]{1,6}));|&/g;

/** Text with its references replaced; null for one that has no meaning here, or for no text. */
function plainText(text: string | undefined): string | null {
  if (text === undefined) return null;
  let isPlain = true;
  const plain = text.replaceAll(REFERENCE, (_, decimal?: string, hex?: string, name?: string) => {
    const known = name === undefined ? characterOf(decimal, hex) : (ENTITIES[name] ?? null);
    if (known === null) isPlain = false;
    return known ?? "";
  });
  return isPlain ? plain : null;
}

/** XML 1.0 section 2.2: no other characters may be named by a number. */
function characterOf(decimal: string | undefined, hex: string | undefined): string | null {
  if (decimal === undefined && hex === undefined) return null;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  const isCharacter =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return isCharacter ? String.fromCodePoint(code) : null;
}

/**
 * The texts of an element's children by their names, where each has one of these names, stands there once and holds nothing
 * but text; else null.
 */
export function childrenText(element: XmlElement, names: ReadonlySet<string>): Map<string, string> | null {
  const found = new Map<string, string>();
  for (const child of element.children) {
    if (!names.has(child.name) || found.has(child.name) || child.children.length > 0) return null;
    found.set(child.name, child.text);
  }
  return found;
}
