/**
 * True if the typed text is the person's full name (S3: written confirmation). Spacing, case, Unicode form and the shape of
 * apostrophes and hyphens are nobody's to get right; accents, letters and their order are. What was typed is kept as it was.
 */
export function isFullName(typed: string, name: string): boolean {
  return plain(name) !== "" && plain(typed) === plain(name);
}

/** What nobody sees or types: joiners, soft hyphens, marks of direction (Unicode's Default_Ignorable_Code_Point). */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const APOSTROPHES = /[\u2018\u2019\u201B\u02BC\u02B9\u2032\u0060\u00B4]/gu;
const HYPHENS = /[\u2010\u2011\u2012\u2013\u2212]/gu;
/** What the capital I with a dot leaves behind in lower case. */
const DOT_OF_I = /i\u0307/gu;

function plain(text: string): string {
  const letters = text
    // Before the form: it makes a space and an accent of an accent that stands alone.
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(HYPHENS, "-")
    .replaceAll(INVISIBLE, "")
    .normalize("NFKC");
  // By way of capitals, where ß is SS (ẞ is not), ı is I, and the last sigma is one like the others.
  const folded = letters
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(DOT_OF_I, "i")
    .normalize("NFKC");
  return folded.trim().replaceAll(/\s+/gu, " ");
}
