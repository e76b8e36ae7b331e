import { describe, expect, it } from "vitest";

import { isFullName } from "./full-name";

describe("a full name", () => {
  it.each([
    ["Ada Osei", "Ada Osei"],
    ["  ada   OSEI\t", "Ada Osei"],
    ["Ada\u00A0Osei", "Ada Osei"],
    ["Zoe\u0308 Bjo\u0308rk", "Zoë Björk"],
    ["ADA OSEI", "Ada Osei"],
    ["Anna Strasse", "Anna Straße"],
    ["ANNA STRA\u1E9EE", "Anna Straße"],
    ["IŞIL DEMİR", "Işıl Demir"],
    ["ışıl demir", "Işıl Demir"],
    ["Demi\u0307r", "Demir"],
    ["ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ", "Γιώργος Παππάς".normalize("NFD").replaceAll("\u0301", "")],
    ["Sean O'Neil", "Sean O\u2019Neil"],
    ["Sean O\u2019Neil", "Sean O'Neil"],
    ["Sean O\u02BCNeil", "Sean O\u2018Neil"],
    ["Sean O\u00B4Neil", "Sean O\u0060Neil"],
    ["Ana-Maria Cruz", "Ana\u2011Maria Cruz"],
    ["Ana\u2013Maria Cruz", "Ana\u2010Maria Cruz"],
    ["Ada\u200B Os\u00ADei\uFEFF", "Ada Osei"],
    ["\u200FAda Osei\u200E", "Ada Osei"],
    ["Ada Osei", "Ａｄａ　Ｏｓｅｉ"],
  ])("%j is %j", (typed, name) => {
    expect(isFullName(typed, name)).toBe(true);
  });

  it.each([
    ["Ada", "Ada Osei"],
    ["Osei Ada", "Ada Osei"],
    ["AdaOsei", "Ada Osei"],
    ["Zoe Bjork", "Zoë Björk"],
    ["Ada Osei, for Acme", "Ada Osei"],
    ["Sean ONeil", "Sean O'Neil"],
    ["Ana Maria Cruz", "Ana-Maria Cruz"],
    ["Γιωργος Παππας", "Γιώργος Παππάς"],
    ["Аda Osei", "Ada Osei"],
    ["\u200B", "Ada Osei"],
    ["", "Ada Osei"],
    [" ", " "],
    ["\u200B", "\u200B"],
  ])("%j is not %j", (typed, name) => {
    expect(isFullName(typed, name)).toBe(false);
  });
});
