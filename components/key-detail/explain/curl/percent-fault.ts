import type { CurlRefusal } from "./curl-fault";

const STRAY = /%(?![0-9a-f]{2})/i;
const VARIABLE = /%[A-Za-z_]\w*%/;

/**
 * What is wrong with a text where a percent sign encodes nothing: it is a variable of Windows, or what the server gets
 * is anyone's guess.
 */
export function percentFault(text: string): CurlRefusal | null {
  if (!STRAY.test(text)) return null;
  return { fault: VARIABLE.test(text) ? "variable" : "percent" };
}
