import { describe, expect, it } from "vitest";

import { partsOf } from "./mail-text";

const HERE = "http://127.0.0.1:3000";
const linksIn = (text: string) =>
  partsOf(text, HERE).flatMap(({ isLink, text: part }) => (isLink ? [part] : []));

describe("a mail's text", () => {
  it("has links where it names this console's addresses, with what stands behind the #", () => {
    const text = `Choose: ${HERE}/forgotten-password/new#a-B_9\n\nBye`;
    expect(linksIn(text)).toEqual([`${HERE}/forgotten-password/new#a-B_9`]);
    expect(
      partsOf(text, HERE)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  it.each([
    "https://evil.example/x",
    `${HERE}.evil.example/`,
    "http://127.0.0.1:30001/",
    "javascript:alert(1)",
    "",
  ])("has no link to anywhere else: %j", (address) => {
    expect(linksIn(`Look at ${address} now`)).toEqual([]);
  });
});
