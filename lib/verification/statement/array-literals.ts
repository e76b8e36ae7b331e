/**
 * Arrays as PostgreSQL reads them from text, for the statements of the hot path: the driver's own way
 * looks at each element for what it may be.
 */

/** The array literal of values that never need quotes: ids, numbers, codes. */
export function plainArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** The array literal of bytes, each given in hex. */
export function byteArray(values: readonly string[]): string {
  return `{${values.map((value) => `"\\\\x${value}"`).join(",")}}`;
}

/** The array literal of texts, whatever is in them. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : quoted(value))).join(",")}}`;
}

/** The array literal of instants. Most of a batch were looked up together, and have one. */
export function instantArray(values: readonly (Date | null)[]): string {
  let [last, text] = [new Date(Number.NaN), ""];
  const texts = values.map((value) => {
    if (value === null) return "NULL";
    if (value !== last) [last, text] = [value, value.toISOString()];
    return text;
  });
  return `{${texts.join(",")}}`;
}

function quoted(text: string): string {
  return text.includes('"') || text.includes("\\") ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : `"${text}"`;
}
