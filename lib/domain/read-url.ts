/**
 * The address that the text is, or null where it is none.
 *
 * `URL.canParse` of Node 20 and 22 is not asked: once it is compiled it reads texts with letters of Latin-1 wrongly, and
 * refuses `http://bücher.example/` at the thousandth time and not at the first.
 * @param base what a relative address is read against
 */
export function readUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
