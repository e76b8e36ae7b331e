import { searchedText } from "@/lib/addresses/search-text";

const TEXT_MAX_LENGTH = 120;

/** What the keys are searched for, as the address has it; of several the first, and never more than is asked for at once. */
export function askedText(asked: string | readonly string[] | null | undefined): string {
  const [first = ""] = typeof asked === "string" ? [asked] : (asked ?? []);
  return searchedText(first.slice(0, TEXT_MAX_LENGTH));
}
