/** The credential of a request, read as the gate reads it. */

const BEARER = /^bearer(?:[ \t]+(.*))?$/i;
/** Several of them, as headers are joined that come more than once. */
const BEARERS = /^bearer[ \t]+[^,]*(?:,\s*bearer[ \t]+[^,]*)+$/i;

/** Two credentials that differ: the service may take the other one than the gate was asked about. */
export const CONFLICT = Symbol("two credentials");

/**
 * The credential of a request: `Authorization: Bearer …` (RFC 6750), or `Access-Token: …` as older clients send it. Null where
 * neither came; another scheme is no credential, and neither is a header without a value.
 * @param authorization the header, all of them joined with ", " where it came more than once
 */
export function readCredential(
  authorization: string | undefined,
  accessTokens: string | undefined,
): string | null | typeof CONFLICT {
  const bearer = readBearer(filled(authorization));
  const accessToken = onlyOne(filled(accessTokens).split(/, */));
  if (accessToken === "") return bearer;
  return bearer !== null && bearer !== accessToken ? CONFLICT : accessToken;
}

function readBearer(authorization: string): string | null {
  if (!authorization.includes(",") || !BEARERS.test(authorization)) {
    return BEARER.exec(authorization)?.[1]?.trim() ?? null;
  }
  return onlyOne(authorization.split(",").map((one) => BEARER.exec(one.trim())?.[1]?.trim() ?? ""));
}

/** What a header that came more than once says, where it says one thing; else all of it, which is no credential. */
function onlyOne(values: readonly string[]): string {
  return [...new Set(values)].join(", ");
}

/** The value of a header without the empty ones among several. */
function filled(value: string | undefined): string {
  if (value === undefined) return "";
  if (!value.includes(",")) return value.trim();
  const values = value.split(",").map((one) => one.trim());
  return values.filter((one) => one !== "" && one.toLowerCase() !== "bearer").join(", ");
}
