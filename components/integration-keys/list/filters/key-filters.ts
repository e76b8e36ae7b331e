/** The filters of the key list as they stand in its address. */
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from "@/lib/domain/keys/availability";
import { KEY_LIST_STATUSES, type KeyListStatus } from "@/lib/domain/keys/key-lifecycle";
import { searchedText } from "@/lib/addresses/search-text";

const TEXT_MAX_LENGTH = 120;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the status in the address can be; left out, live keys are meant, and all of them where a text is searched for. */
export const STATUS_FILTERS = [
  "live",
  ...KEY_LIST_STATUSES.filter((status) => status !== "live"),
  "any",
] as const;
type StatusFilter = KeyListStatus | "any";

export type KeyListFilters = {
  readonly q?: string;
  readonly status?: StatusFilter;
  readonly method?: AuthenticationMethod;
  readonly createdBy?: string;
};

/** Reads filters from an address by name; what can't be one is left out, so that an old bookmark still opens. */
export function readKeyFilters(read: (name: string) => string | null | undefined): KeyListFilters {
  const q = searchedText(read("q") ?? "").slice(0, TEXT_MAX_LENGTH);
  const status = STATUS_FILTERS.find((candidate) => candidate === read("status"));
  const method = AUTHENTICATION_METHODS.find((candidate) => candidate === read("method"));
  const createdBy = read("createdBy") ?? "";
  // What is meant without it is left out, so that the same list has one address.
  const usual = q === "" ? "live" : "any";
  return {
    ...(q === "" ? {} : { q }),
    ...(status && status !== usual ? { status } : {}),
    ...(method ? { method } : {}),
    ...(ID.test(createdBy) ? { createdBy: createdBy.toLowerCase() } : {}),
  };
}

/** The statuses that the list shows with these filters: whoever searches for a key may not know that it has ended. */
export function statusShown({ q, status }: KeyListFilters): StatusFilter {
  return status ?? (q === undefined ? "live" : "any");
}

/** What the server is asked for; it leaves nothing out by itself. */
export function askedFilters(
  filters: KeyListFilters,
): Omit<KeyListFilters, "status"> & { status?: KeyListStatus } {
  const { status: _, ...others } = filters;
  const status = statusShown(filters);
  return status === "any" ? others : { ...others, status };
}

/** The address's search part for these filters, without its question mark; empty for none. */
export function keyFilterSearch(filters: KeyListFilters): string {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== "")).toString();
}

export function hasFilters(filters: KeyListFilters): boolean {
  return Object.keys(filters).length > 0;
}
