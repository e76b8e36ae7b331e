/** The best first. */
const ENCODINGS = ["br", "gzip", "identity"] as const;
export type Encoding = (typeof ENCODINGS)[number];

const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/**
 * The encoding to answer with (RFC 9110 section 12.5.3): of those that the client likes best the smallest. As it is where
 * nothing else is asked for, and where nothing that is asked for is there.
 */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return "identity";
  const likings = readLikings(acceptEncoding);
  const others = likings.get("*") ?? 0;
  let [best, liking]: [Encoding, number] = ["identity", likings.get("identity") ?? 0];
  for (const encoding of ENCODINGS) {
    if (encoding === "identity") continue;
    const quality =
      likings.get(encoding) ?? (encoding === "gzip" ? likings.get("x-gzip") : undefined) ?? others;
    if (quality > liking) [best, liking] = [encoding, quality];
  }
  return best;
}

/** How much each coding is liked, from 0 to 1; what can't be read is not liked. */
function readLikings(header: string): Map<string, number> {
  const likings = new Map<string, number>();
  for (const part of header.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    if (name === "") continue;
    const [quality = "q=1"] = parameters;
    likings.set(name.toLowerCase(), Number(QUALITY.exec(quality)?.[1] ?? 0));
  }
  return likings;
}
