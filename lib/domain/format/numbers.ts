/** How numbers read, on screens, in mails and on command lines. The same in Node and in every browser. */

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });
const BY_DIGITS = new Map<number, Intl.NumberFormat>();

/** A number with digits in groups of three, a fraction to the thousandth at most: "12,345". */
export function number(value: number): string {
  return signed(WHOLE.format(value));
}

/** A number with exactly so many digits behind the point: "12.30". */
export function decimal(value: number, digits: number): string {
  let format = BY_DIGITS.get(digits);
  if (!format) {
    format = new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    BY_DIGITS.set(digits, format);
  }
  return signed(format.format(value));
}

/** A number of things in words: "1 call", "2,000 calls". @param plural where it is not the word with an s */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** How often, in words: "once", "2,000 times". */
export function times(value: number): string {
  return value === 1 ? "once" : count(value, "time");
}

/** A share in whole percent: "12%", "<1%", ">99%" for all but a few; nothing where there is nothing to share. */
export function percentOf(part: number, all: number): string {
  if (all === 0 || part === 0) return "";
  const percent = (100 * part) / all;
  if (percent < 1) return "<1%";
  return percent > 99 && part < all ? ">99%" : `${number(Math.round(percent))}%`;
}

function signed(text: string): string {
  return text.replace("-", "−");
}
