/** The filters of the key list as they stand in its address. */
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from "../domain/availability";
import { KEY_STATUSES, type KeyStatus } from "../domain/key-lifecycle";
import { holdsSecret } from "../domain/key-secret";

const TEXT_MAX_LENGTH = 120;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type KeyListFilters = {
  readonly q?: string;
  readonly status?: KeyStatus;
  readonly method?: AuthenticationMethod;
  readonly createdBy?: string;
};

/**
 * The text to search for. A whole key that somebody pastes is searched by its last four characters, so that the secret
 * gets into no address and no history (R9). No name has U+0000, and the database can't look for it.
 */
export function searchText(text: string): string {
  return holdsSecret(text) ? text.trim().slice(-4) : text.replaceAll("\0", "");
}

/** Reads filters from an address by name; what can't be one is left out, so that an old bookmark still opens. */
export function readKeyFilters(read: (name: string) => string | null | undefined): KeyListFilters {
  const q = searchText(read("q") ?? "")
    .trim()
    .slice(0, TEXT_MAX_LENGTH);
  const status = KEY_STATUSES.find((candidate) => candidate === read("status"));
  const method = AUTHENTICATION_METHODS.find((candidate) => candidate === read("method"));
  const createdBy = read("createdBy") ?? "";
  return {
    ...(q === "" ? {} : { q }),
    ...(status ? { status } : {}),
    ...(method ? { method } : {}),
    ...(ID.test(createdBy) ? { createdBy: createdBy.toLowerCase() } : {}),
  };
}

/** The address's search part for these filters, without its question mark; empty for none. */
export function keyFilterSearch(filters: KeyListFilters): string {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== "")).toString();
}

export function hasFilters(filters: KeyListFilters): boolean {
  return Object.keys(filters).length > 0;
}
