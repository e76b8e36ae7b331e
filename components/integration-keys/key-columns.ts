/** The list's columns, in the order of the grid below. */
export const KEY_COLUMNS = [
  "Name",
  "GUID",
  "Method",
  "Scopes",
  "Created by",
  "Last used",
  "Expires",
  "Status",
] as const;

/**
 * The grid of the head and of every row, once the list is 60rem wide: the name takes what the others leave. Rows are
 * grids of fixed columns rather than rows of one table layout, so that rows out of sight cost nothing to lay out.
 */
export const KEY_GRID =
  "@min-[60rem]:grid-cols-[minmax(0,1fr)_6.25rem_4.75rem_7.75rem_5.5rem_6.25rem_6.75rem_4.5rem_6rem] @min-[70rem]:grid-cols-[minmax(0,1fr)_6.75rem_6.5rem_9rem_7rem_6.75rem_7.5rem_5rem_6rem]";
