/** The choice between light, dark and what the system says, kept in a cookie so that the server draws it right. */
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "countersign.theme";

/** The theme a cookie names; anything unknown is the system's. */
export function readTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
