/**
 * True if the typed text is the person's full name (S3: written confirmation). Spacing, case and Unicode form are
 * nobody's to get right; accents, letters and their order are. What was typed is kept as it was.
 */
export function isFullName(typed: string, name: string): boolean {
  return plain(name) !== "" && plain(typed) === plain(name);
}

const plain = (text: string) =>
  text.normalize("NFKC").trim().replaceAll(/\s+/gu, " ").toLocaleLowerCase("en");
