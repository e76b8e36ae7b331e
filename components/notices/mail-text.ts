import { readUrl } from "@/lib/domain/read-url";

export type MailPart = {
  /** Where in the text it begins. */
  readonly at: number;
  readonly text: string;
  readonly isLink: boolean;
};

const ADDRESS = /https?:\/\/[^\s<>"]+/g;

/** A mail's text in parts, of which addresses of this console are links. @param origin the console's, as the browser knows it */
export function partsOf(text: string, origin: string): MailPart[] {
  const parts: MailPart[] = [];
  let end = 0;
  const add = (to: number, isLink: boolean) => {
    if (to > end) parts.push({ at: end, text: text.slice(end, to), isLink });
    end = to;
  };
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match;
    if (readUrl(address)?.origin !== origin) continue;
    add(match.index, false);
    add(match.index + address.length, true);
  }
  add(text.length, false);
  return parts;
}
