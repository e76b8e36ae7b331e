/**
 * The list's columns, in the order of the grid below, and from which width of the list on each is there: where there is
 * no room they go one after another, Method, GUID, Created by and Scopes, so that a row stays a row.
 */
export const KEY_COLUMNS = [
  { name: "Name", shown: "" },
  { name: "GUID", shown: "hidden @min-[61rem]:block" },
  { name: "Method", shown: "hidden @min-[70rem]:block" },
  { name: "Scopes", shown: "hidden @min-[42rem]:block" },
  { name: "Created by", shown: "hidden @min-[54rem]:block" },
  { name: "Last used", shown: "" },
  { name: "Expires", shown: "" },
  { name: "Status", shown: "" },
] as const;

export type KeyColumn = (typeof KEY_COLUMNS)[number]["name"];

/** The class by which a cell of this column comes and goes. */
export function shownWith(column: KeyColumn): string {
  return KEY_COLUMNS.find(({ name }) => name === column)?.shown ?? "";
}

/**
 * The grid of the head and of every row, once the list is 36rem wide; below that a row has two lines. The name takes what
 * the others leave. Rows are grids of fixed columns rather than rows of one table layout, so that rows out of sight cost
 * nothing to lay out.
 */
export const KEY_GRID =
  "@min-[36rem]:grid @min-[36rem]:grid-cols-[minmax(0,1fr)_6.5rem_7rem_5rem_6rem] " +
  "@min-[42rem]:grid-cols-[minmax(0,1fr)_7.5rem_6.5rem_7rem_5rem_6rem] " +
  "@min-[47rem]:grid-cols-[minmax(0,1fr)_7.5rem_10.5rem_10.5rem_5rem_6rem] " +
  "@min-[54rem]:grid-cols-[minmax(0,1fr)_7.5rem_6rem_10.5rem_10.5rem_5rem_6rem] " +
  "@min-[61rem]:grid-cols-[minmax(0,1fr)_5.5rem_7.5rem_6rem_10.5rem_10.5rem_5rem_6rem] " +
  "@min-[70rem]:grid-cols-[minmax(0,1fr)_5.75rem_6.25rem_8rem_6.5rem_10.5rem_10.75rem_5rem_6rem]";
