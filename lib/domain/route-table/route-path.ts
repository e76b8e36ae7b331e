/**
 * How a route table reads paths. A gateway and the service behind it may read one path in two ways (decode twice, merge
 * slashes, drop `;` parameters); a path where that matters is not read at all.
 */

const PATH_MAX_LENGTH = 2_048;
export const SEGMENTS_MAX = 64;
/** What RFC 3986 lets stand in a path, and brackets and bars, which browsers leave as they are; but no `;`. */
const PATH_CHARACTERS = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@/%[\]|]*$/;
/** Decoded, these end a segment, a path, or what is left of it for one service or another. */
const DELIMITERS = /[/\\;?#\p{Cc}]/u;
const ENCODED_TWICE = /%[0-9a-f]{2}/i;
/** The folder itself or the one above, also for systems that drop trailing dots and spaces. */
const ONLY_DOTS = /^[. ]+$/;

export type PathSegment = {
  /** The segment as it was written. */
  readonly raw: string;
  /** The segment decoded. */
  readonly value: string;
  /**
   * A key that is the same for all ways of writing it that some service may take for one: decoded, one case, one
   * width.
   */
  readonly key: string;
};

/**
 * The segments of a request's path, without its query and one slash at its end; null where it can be read in two ways:
 * empty or dot segments, encoded delimiters, what is encoded twice or wrongly, `;` parameters, backslashes, characters
 * that no path has, and whatever does not begin with a slash or is longer than 2,048 characters.
 */
export function readPath(target: string): readonly PathSegment[] | null {
  const query = target.indexOf("?");
  const path = query === -1 ? target : target.slice(0, query);
  if (path.length > PATH_MAX_LENGTH || !PATH_CHARACTERS.test(path)) return null;
  if (path === "/") return [];
  const parts = (path.endsWith("/") ? path.slice(1, -1) : path.slice(1)).split("/");
  if (parts.length > SEGMENTS_MAX) return null;
  const segments: PathSegment[] = [];
  for (const part of parts) {
    const segment = readSegment(part);
    if (!segment) return null;
    segments.push(segment);
  }
  return segments;
}

function readSegment(raw: string): PathSegment | null {
  if (raw === "" || ONLY_DOTS.test(raw)) return null;
  if (!raw.includes("%")) return { raw, value: raw, key: raw.toLowerCase() };
  const value = decoded(raw);
  if (value === null || ONLY_DOTS.test(value)) return null;
  const key = keyOf(value);
  return DELIMITERS.test(key) || ONLY_DOTS.test(key) ? null : { raw, value, key };
}

/** Null for wrong escapes, overlong or other wrong UTF-8, and what would change if it were decoded once more. */
function decoded(raw: string): string | null {
  try {
    const value = decodeURIComponent(raw);
    return DELIMITERS.test(value) || ENCODED_TWICE.test(value) ? null : value;
  } catch {
    return null;
  }
}

/** One key for all spellings of a segment: see {@link PathSegment}. */
export function keyOf(value: string): string {
  return value.normalize("NFKC").toLowerCase();
}

/** A segment of a template: fixed, or a parameter, which any one segment fits. */
export type TemplateSegment =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "parameter"; readonly name: string };

/** The parameter that is compared with the key's account. */
export const ACCOUNT_PARAMETER = "accountId";

const LITERAL = /^[A-Za-z0-9\-._~!$&'()*+,=:@]+$/;
const PARAMETER = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/;
const LIKE_ACCOUNT = /^account_?id$/i;

/** The segments of a path template such as `/accounts/{accountId}/envelopes`, or what is wrong with it. */
export function readTemplate(text: string): readonly TemplateSegment[] | { readonly fault: string } {
  if (!text.startsWith("/")) return { fault: "a path begins with a slash" };
  if (text.length > PATH_MAX_LENGTH) return { fault: "the path is too long" };
  if (text === "/") return [];
  if (text.endsWith("/"))
    return { fault: "leave out the slash at the end: requests match with and without it" };
  const segments: TemplateSegment[] = [];
  for (const part of text.slice(1).split("/")) {
    const segment = readTemplateSegment(part);
    if ("fault" in segment) return segment;
    segments.push(segment);
  }
  const names = segments.flatMap((segment) => (segment.type === "parameter" ? [segment.name] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { fault: `{${twice}} is there twice` };
  return segments.length > SEGMENTS_MAX ? { fault: `a path has at most ${SEGMENTS_MAX} segments` } : segments;
}

function readTemplateSegment(part: string): TemplateSegment | { readonly fault: string } {
  const name = PARAMETER.exec(part)?.[1];
  if (name !== undefined) {
    if (name === ACCOUNT_PARAMETER || !LIKE_ACCOUNT.test(name)) return { type: "parameter", name };
    return { fault: `write {${ACCOUNT_PARAMETER}}: {${name}} would not be compared with the key's account` };
  }
  if (part === "") return { fault: "there is an empty segment" };
  if (/[{}]/.test(part))
    return { fault: `a parameter is a whole segment, {name} in letters and digits, and "${part}" is not` };
  if (/[?#]/.test(part)) return { fault: "a path has no query and no fragment" };
  if (!LITERAL.test(part)) return { fault: `"${part}" has characters that no fixed segment may have` };
  return ONLY_DOTS.test(part)
    ? { fault: `"${part}" is no segment that a request may have` }
    : { type: "literal", text: part };
}
