import { describe, expect, it } from "vitest";

import { commonPasswords } from "../../platform/passwords/common-passwords";
import { guessesPower, guessingFault, ownWords } from "./password-guessing";

const rankOf = await commonPasswords();
const own = ownWords(["ada@acme.example", "Ada Osei", "Acme Production", "Acme Developer", "Acme"]);
const codeOf = (password: string) => guessingFault(password, own, rankOf)?.code ?? "ok";

describe("a password that is guessed first is refused", () => {
  it.each([
    ["twelve spaces", " ".repeat(12)],
    ["no-break spaces", "\u00A0".repeat(14)],
    ["spaces of several kinds", " \u00A0\u2003 \u00A0\u2003 \u00A0\u2003 \u00A0\u2003"],
    ["one character again and again", "aaaaaaaaaaaa"],
    ["one emoji again and again", "😀".repeat(12)],
    ["one character, and another at the end", "aaaaaaaaaaaaaaaaaaa1"],
    ["two runs of one character each", "aaaaaabbbbbb"],
    ["two characters in turn", "abababababab"],
    ["a block again and again", "xk7qxk7qxk7q"],
    ["a listed password", "1qaz2wsx3edc"],
    ["a listed one with digits", "password1234"],
    ["the same with capitals and a sign", "Password1234!"],
    ["the same in disguise", "P@$$w0rd1234!"],
    ["the same backwards", "4321drowssap"],
    ["the same twice", "passwordpassword"],
    ["the same with accents", "pässwörd1234"],
    ["the same in full width", "ｐａｓｓｗｏｒｄ１２３４"],
    ["digits in order", "123456789012"],
    ["digits in order, backwards", "987654321098"],
    ["full-width digits in order", "１２３４５６７８９０１２"],
    ["letters in order", "abcdefghijkl"],
    ["letters in order, backwards", "zyxwvutsrqpo"],
    ["every second letter", "acegikmoqsuw"],
    ["a row of keys", "qwertyuiop[]"],
    ["a row of keys and digits", "qwerty123456"],
    ["a German row of keys", "qwertzuiop12"],
    ["rows of keys", "asdfghjkl;zx"],
    ["a season and a year", "Winter2026!!"],
    ["a month and a year", "November2026"],
    ["one long word", "congratulations"],
    ["one long word and a digit", "understanding1"],
    ["a greeting", "letmeinletmein"],
    ["a declaration of love", "iloveyou1234"],
    ["a date", "01012000 0101"],
    ["Greek letters in order", "αβγδεζηθικλμ"],
  ])("%s", (_, password) => {
    expect(codeOf(password)).toBe("password_easy");
  });

  it.each([
    ["the own address", "ada@acme.example"],
    ["the own address in capitals", "ADA@ACME.EXAMPLE"],
    ["the own address with a digit", "ada@acme.example1"],
    ["the own name, twice", "OseiAda-oseiada"],
    ["the own name and a year", "ada.osei.2026"],
    ["the own account", "Acme Production"],
    ["the own account and a year", "AcmeProduction2026!"],
    ["this product", "countersign-1"],
    ["this product and a year", "Countersign2026!"],
    ["this product in disguise", "c0unt3rs1gn!!"],
    ["this product backwards", "ngisretnuoc-1"],
    ["the password of the demo", "countersign-demo"],
    ["this product, this person", "countersignadaosei"],
  ])("%s", (_, password) => {
    expect(codeOf(password)).not.toBe("ok");
  });

  it("in words that name the person's own words where they are what makes it easy", () => {
    expect(codeOf("osei@acme-production")).toBe("password_own_words");
    expect(guessingFault("osei@acme-production", new Set(), rankOf)).toBeNull();
  });
});

it.each([
  "correct horse battery staple",
  "correct horse battery",
  "staple correct battery",
  "kanne-wolke-eimer-dach",
  "vK9#pQ2!xLm7",
  "tqzmwrkxvbnj",
  "Ada likes green tea at noon",
  "das ist mein geheimer satz",
  "пароль для моей работы",
  "一二三四春夏秋冬東西南北風",
  "n3Vq-8sPw-kT5z",
  "lF4c2w9XqYb1mT7d",
])("a password that holds is taken: %s", (password) => {
  expect(codeOf(password)).toBe("ok");
});

it("looks at the longest password there may be, made to be hard to look at, in an instant", () => {
  const start = process.cpuUsage();
  for (const piece of ["a", "ab", "p4ssw0rd", "1qaz", "aab", "countersign "]) {
    guessesPower(piece.repeat(128).slice(0, 128), own, rankOf);
    guessesPower(piece.repeat(64).slice(0, 62) + "xk9".repeat(22), own, rankOf);
  }
  expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
});
