"use client";

import { useId, useState } from "react";

import { THEME_COOKIE, THEMES, type Theme } from "./theme";

const LABELS: Record<Theme, string> = { light: "Light", dark: "Dark", system: "System" };
const YEAR_SECONDS = 31_536_000;

function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}

/** Light, dark, or what the system says; kept in a cookie, so that the next page is drawn right from the start. */
export function ThemeChoice({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs font-medium text-muted">Theme</legend>
      <div className="grid grid-cols-3 gap-0.5 rounded-md bg-sunken p-0.5">
        {THEMES.map((each) => (
          <label
            key={each}
            className="rounded-sm py-1 text-center text-sm text-muted has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={each}
              checked={each === theme}
              onChange={() => {
                setTheme(each);
                applyTheme(each);
              }}
              className="sr-only"
            />
            <span>{LABELS[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
