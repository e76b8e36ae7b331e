/** @returns how to tell React what is in the field; null if nothing was typed, ticked or filled in by the browser */
export type TellField = (() => void) | null;

/**
 * React forgets at the next drawing what a field held before React was there, unless it is told. What is in the field
 * is read now: another field's telling may make React draw this one.
 */
export function tellField(field: Element): TellField {
  if (field instanceof HTMLSelectElement) return tellChoice(field);
  if (field instanceof HTMLTextAreaElement) return tellText(field);
  if (!(field instanceof HTMLInputElement) || field.type === "file") return null;
  return field.type === "checkbox" || field.type === "radio" ? tellBox(field) : tellText(field);
}

/** React takes for known what it finds in a field: it has to see it empty, by its own setter, and full past that. */
function tellText(field: HTMLInputElement | HTMLTextAreaElement): TellField {
  const { value } = field;
  if (value === field.defaultValue) return null;
  return () => {
    field.value = "";
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/** A radio button that is off has nothing to tell: the one of its group that is on does. */
function tellBox(field: HTMLInputElement): TellField {
  const isOff = field.type === "radio" && !field.checked;
  if (isOff || field.checked === field.defaultChecked) return null;
  return () => {
    field.checked = field.defaultChecked;
    field.click();
  };
}

function tellChoice(field: HTMLSelectElement): TellField {
  const { value } = field;
  if (![...field.options].some((option) => option.selected !== option.defaultSelected)) return null;
  return () => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
