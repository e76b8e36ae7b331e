import type { ListedKey } from "@/lib/contracts/keys/integration-keys";
import type { AccountSummary } from "@/lib/contracts/people/sessions";
import { comparableName, searchedName } from "@/lib/domain/keys/name-text";
import { apiInformationPage, keyPage } from "@/lib/addresses/pages";
import type { Route } from "next";

import type { SectionGroup } from "../navigation/sections";

export type PaletteEntry = {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: Route;
};
export type PaletteGroup = { readonly label: string; readonly entries: readonly PaletteEntry[] };

type Places = {
  readonly groups: readonly SectionGroup[];
  readonly accounts: readonly AccountSummary[];
};

/** Pages and accounts whose words all occur in the text, in the order of the navigation. */
export function matchingPlaces(places: Places, text: string): PaletteGroup[] {
  const words = searchedName(text).toLowerCase().split(" ").filter(Boolean);
  const fits = (entry: PaletteEntry) => {
    const haystack = comparableName(`${entry.label} ${entry.detail}`).toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
  const pages = places.groups.flatMap((group) =>
    group.sections.map(({ label, href }) => ({ id: `page:${href}`, label, detail: group.label, href })),
  );
  const accounts = places.accounts.map(({ id, name, environment }) => ({
    id: `account:${id}`,
    label: name,
    detail: environment === "sandbox" ? "Sandbox account" : "Production account",
    href: apiInformationPage(id),
  }));
  return [
    { label: "Pages", entries: pages.filter(fits) },
    { label: "Accounts", entries: accounts.filter(fits) },
  ].filter((group) => group.entries.length > 0);
}

/** Keys that the server found, as entries. */
export function keyEntries(keys: readonly ListedKey[]): PaletteGroup[] {
  if (keys.length === 0) return [];
  const entries = keys.map(({ id, accountId, name, clientId, status }) => ({
    id: `key:${id}`,
    label: name,
    detail: status === "active" ? clientId : `${clientId} · ${status}`,
    href: keyPage(accountId, id),
  }));
  return [{ label: "Integration keys", entries }];
}
