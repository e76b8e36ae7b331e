/** A browser's translator wraps or replaces the text nodes of a page: no screen of ours may break or mislead by that. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { findTextBeside, findTranslatedCode } from "./text-beside";

const ROOT = join(import.meta.dirname, "..", "..");

const FILES = ["app", "components"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => join(folder, file)),
);

function placesIn(find: typeof findTextBeside): string[] {
  return FILES.flatMap((file) =>
    find(file, readFileSync(join(ROOT, file), "utf8")).map(
      ({ line, source }) => `${file}:${line} ${source.slice(0, 100)}`,
    ),
  );
}

const at = (jsx: string) => findTextBeside("planted.tsx", `const planted = (${jsx});`);
const component = (children: string) =>
  findTextBeside(
    "planted.tsx",
    `type P = { readonly face: ReactNode; readonly control: ReactElement };
     const Planted = ({ face, control, children }: P) => (${children});`,
  );

describe("a text and what moves or changes beside it", () => {
  it("has no place in any screen of the product", () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(placesIn(findTextBeside)).toEqual([]);
  });

  it.each([
    ["an element that comes before a text", "<p>{isBusy ? <i /> : null}Create</p>"],
    ["an element that comes after a text", "<p>Create{isBusy && <i />}</p>"],
    ["a list beside a text", "<p>Export: {formats.map((each) => <a key={each}>x</a>)}</p>"],
    ["a list with a body beside a text", "<p>x{formats.map((each) => { return <a key={each} />; })}</p>"],
    ["a text that comes and goes", '<p><i />{isLast ? "the last" : null}</p>'],
    ["a value within a sentence", "<p>Revoke {name}</p>"],
    ["a value beside an element", "<p><i />{name}</p>"],
    ["two values", "<p>{one}{other}</p>"],
    ["a text in a fragment, whose siblings are not seen", "<>, answered <i /></>"],
    ["a lone value in a fragment", "<>{name}</>"],
    ["a fragment within a choice", "<p>{isOpen ? <>open <i /></> : null}</p>"],
    ["a value of a call", "<p><i />{count(keys)}</p>"],
  ])("is found: %s", (_what, jsx) => {
    expect(at(jsx)).not.toEqual([]);
  });

  it.each([
    ["a slot beside what comes and goes", "<b>{isBusy ? <i /> : null}{children}</b>"],
    ["a named slot beside what comes and goes", "<b>{isBusy ? <i /> : null}{face}</b>"],
  ])("is found: %s", (_what, jsx) => {
    expect(component(jsx)).not.toEqual([]);
  });

  it.each([
    ["a lone value", "<p>{name}</p>"],
    ["a lone choice of words", '<p>{isOn ? "on" : "off"}</p>'],
    ["one text made of parts", "<p>{`Revoke ${name}`}</p>"],
    ["a text in an element of its own", "<p>{isBusy ? <i /> : null}<span>{name}</span></p>"],
    ["words and elements that stay", "<p>See <a>the list</a>.</p>"],
    ["elements that come and go among elements", "<p><i />{isOn ? <b /> : null} <u /></p>"],
  ])("is not seen in %s", (_what, jsx) => {
    expect(at(jsx)).toEqual([]);
  });

  it("is not seen where the slot is always one element", () => {
    expect(component("<b>{control}{isOn ? <i /> : null}</b>")).toEqual([]);
  });
});

describe("what must be taken as it is", () => {
  it("is kept from translators in every screen: code, and what is set like code", () => {
    expect(placesIn(findTranslatedCode)).toEqual([]);
  });

  it.each(["<code>{guid}</code>", "<pre>{line}</pre>", '<span className="text-sm font-mono">{id}</span>'])(
    "is found without translate=no: %s",
    (jsx) => {
      expect(findTranslatedCode("planted.tsx", `const planted = (${jsx});`)).toHaveLength(1);
    },
  );
});
