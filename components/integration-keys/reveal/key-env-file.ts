/** What is offered beside a new key's secret: a .env file and a first call. */

/** Quoted for a POSIX shell. Secrets and addresses of ours need it only if an operator's address is odd. */
function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A .env file with the key and the address it is checked at. */
export function envFile(key: {
  readonly name: string;
  readonly secret: string;
  readonly gateUrl: string;
}): string {
  return [
    `# ${key.name}`,
    `COUNTERSIGN_KEY=${key.secret}`,
    `COUNTERSIGN_URL=${shellQuote(key.gateUrl)}`,
    "",
  ].join("\n");
}

/** The file's name: the key's, as far as file systems take it. */
export function envFileName(keyName: string): string {
  const slug = keyName
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${slug || "integration-key"}.env`;
}

/** A first call that shows whether the key works: who it is, according to the gate. */
export function curlLine(secret: string, gateUrl: string): string {
  return `curl -H "Authorization: Bearer ${secret}" ${shellQuote(`${gateUrl.replace(/\/+$/, "")}/v1/me`)}`;
}
