/** Names of keys as texts: how they are compared, counted and looked for. What a key may be called: key-name.ts. */

export const KEY_NAME_MAX_LENGTH = 80;

/** Scripts of which some words can't be written without a mark that joins letters or keeps them apart. */
const JOINING = "Arab Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh".split(" ");
const JOINING_LETTER = `(?=[\\p{L}\\p{M}])[${JOINING.map((script) => `\\p{scx=${script}}`).join("")}]`;

/**
 * Joiners where they change what is drawn: between letters of a joining script, and between the parts of one emoji. And
 * the tags by which a flag says whose it is.
 */
export const JOINED = [
  `(?<=${JOINING_LETTER})[\\u200C\\u200D](?=${JOINING_LETTER})`,
  String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`,
].join("|");
/** A name as people can tell it from another: composed (NFC), one space for any white space, none around it. */
export function comparableName(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}

/** How many characters a name has in the form in which it is kept, of which {@link KEY_NAME_MAX_LENGTH} are allowed. */
export function keyNameLength(text: string): number {
  return Array.from(comparableName(text)).length;
}

/**
 * Of what no name has, that which is drawn as nothing: a copied text may bring it along. What a name may have of it is
 * the group.
 */
const INVISIBLE = new RegExp(
  String.raw`(${JOINED})|(?!\s)\p{Cc}|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}`,
  "gu",
);

/**
 * A text to look for among names, in the form in which names are kept: any white space is one space, letters are
 * composed, and invisible characters that no name has are left out.
 */
export function searchedName(text: string): string {
  return comparableName(text.replaceAll(INVISIBLE, "$1"));
}
