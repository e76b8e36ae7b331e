/** Actions in the order in which grids have their columns. */
export const SCOPE_ACTIONS: readonly string[] = [
  "read",
  "write",
  "delete",
  "send",
  "sign",
  "login",
  "retention",
  "grant",
];
