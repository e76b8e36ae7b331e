/** What is searched for, as an address may hold it. */
import { searchedName } from "../domain/keys/name-text";
import { holdsSecret } from "../domain/secrets/secrets-in-text";

/**
 * The text to search for. A whole key that somebody pastes is searched by its last four characters, so that the secret
 * gets into no address and no history (R9). No name has U+0000, and the database can't look for it.
 */
export function searchText(text: string): string {
  return holdsSecret(text) ? text.trim().slice(-4) : text.replaceAll("\0", "");
}

/** The text to search for in the form in which names are kept. */
export function searchedText(text: string): string {
  return searchedName(searchText(text));
}
