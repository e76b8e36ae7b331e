/** Where the arrow keys lead in the grid of scopes, which is one stop of the Tab key. */
import type { Scope } from "@/lib/domain/keys/scopes";
import { SCOPE_COLUMNS, type ScopeSection } from "./scope-choices";

type Place = { readonly scope: Scope; readonly row: number; readonly column: number };
export type ScopeMove = { readonly key: string; readonly ctrlKey: boolean };

function placesOf(sections: readonly ScopeSection[]): Place[] {
  const resources = sections.flatMap((section) => section.resources);
  return resources.flatMap(({ choices }, row) =>
    choices
      .map(({ name, action }) => ({ scope: name, row, column: SCOPE_COLUMNS.indexOf(action) }))
      .toSorted((a, b) => a.column - b.column),
  );
}

/** The one scope that Tab reaches: the last that had the focus, or the first where that one is not shown. */
export function tabStop(sections: readonly ScopeSection[], last: Scope | null): Scope | null {
  const places = placesOf(sections);
  return (places.find(({ scope }) => scope === last) ?? places[0])?.scope ?? null;
}

/**
 * The scope that a key leads to from another, or null where it leads nowhere or is none of ours. Left and right stay in
 * the row; up and down go to the nearest row that has something, in the same column if it can be; Home and End go to
 * the ends of the row, with Ctrl to those of the grid.
 */
export function moveFrom(sections: readonly ScopeSection[], from: Scope, move: ScopeMove): Scope | null {
  const places = placesOf(sections);
  const here = places.find(({ scope }) => scope === from);
  if (!here) return null;
  const row = places.filter((place) => place.row === here.row);
  const at = row.indexOf(here);
  switch (move.key) {
    case "ArrowLeft":
      return row[at - 1]?.scope ?? null;
    case "ArrowRight":
      return row[at + 1]?.scope ?? null;
    case "ArrowUp":
      return nearest(
        places.filter((place) => place.row === here.row - 1),
        here,
      );
    case "ArrowDown":
      return nearest(
        places.filter((place) => place.row === here.row + 1),
        here,
      );
    case "Home":
      return (move.ctrlKey ? places : row).at(0)?.scope ?? null;
    case "End":
      return (move.ctrlKey ? places : row).at(-1)?.scope ?? null;
    default:
      return null;
  }
}

function nearest(row: readonly Place[], here: Place): Scope | null {
  const distance = (place: Place) => Math.abs(place.column - here.column);
  return row.toSorted((a, b) => distance(a) - distance(b))[0]?.scope ?? null;
}
