/**
 * Looks at what is in a field, and says how React is told of it.
 * @param field what it is told to: the one that held it, or the one that React has put in its place
 * @returns how to tell React what is in the field; null if nothing was typed, ticked or filled in by the browser
 */
export type FieldReplay = ((field: Element) => void) | null;

/**
 * How React is told what a field held before it was there, which it forgets at the next drawing unless it is told.
 * What is in the field is read now: the replay of another field may make React draw this one.
 */
export function replayOf(field: Element): FieldReplay {
  if (field instanceof HTMLSelectElement) return tellChoice(field);
  if (field instanceof HTMLTextAreaElement) return tellText(field);
  if (!(field instanceof HTMLInputElement) || field.type === "file") return null;
  return field.type === "checkbox" || field.type === "radio" ? tellBox(field) : tellText(field);
}

/** React takes for known what it finds in a field: it has to see it empty, by its own setter, and full past that. */
function tellText(held: HTMLInputElement | HTMLTextAreaElement): FieldReplay {
  const { value } = held;
  if (value === held.defaultValue) return null;
  return (field) => {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    field.value = "";
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/** A radio button that is off has nothing to tell: the one of its group that is on does. */
function tellBox(held: HTMLInputElement): FieldReplay {
  const isOff = held.type === "radio" && !held.checked;
  if (isOff || held.checked === held.defaultChecked) return null;
  return (field) => {
    if (!(field instanceof HTMLInputElement)) return;
    field.checked = field.defaultChecked;
    field.click();
  };
}

function tellChoice(held: HTMLSelectElement): FieldReplay {
  const { value } = held;
  if (![...held.options].some((option) => option.selected !== option.defaultSelected)) return null;
  return (field) => {
    if (!(field instanceof HTMLSelectElement)) return;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
