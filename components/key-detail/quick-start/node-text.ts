import { assertionScope, audience, authorizationAddress, codeScope, type AppValues } from "./app-values";

const text = (value: string) => JSON.stringify(value);

/** The token endpoint, as a function that ends with its words where it refuses. */
function ask({ issuer, clientId, isPublic }: AppValues, isClient = true): string {
  const secret = "process.env.CLIENT_SECRET";
  const headers = `
    headers: { Authorization: \`Basic \${btoa(\`\${clientId}:\${${secret}}\`)}\` },`;
  return `const server = ${text(issuer)};
${isClient ? `const clientId = ${text(clientId)};\n` : ""}
async function ask(fields) {
  const response = await fetch(\`\${server}/oauth/token\`, {
    method: "POST",${isClient && !isPublic ? headers : ""}
    body: new URLSearchParams(${isClient && isPublic ? "{ client_id: clientId, ...fields }" : "fields"}),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error(\`\${answer.error}: \${answer.error_description} \${answer.error_uri}\`);
}
`;
}

const firstCall = ({ api }: AppValues) => `
// The first call: whom does the token stand for, and what may it do?
const headers = { Authorization: \`Bearer \${tokens.access_token}\` };
const me = await fetch(${text(`${api}/v1/me`)}, { headers });
console.log(me.status, await me.json());
`;

export function codeText(values: AppValues): string {
  return `import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";

${ask(values)}
const state = randomBytes(16).toString("hex");
const verifier = randomBytes(32).toString("base64url");
const start = new URL(${text(authorizationAddress(values, codeScope(values)))});
start.searchParams.set("state", state);
start.searchParams.set("code_challenge", createHash("sha256").update(verifier).digest("base64url"));
start.searchParams.set("code_challenge_method", "S256");

console.log(\`Open this address, sign in and press Allow:\\n\${start}\`);
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const address = await terminal.question("Paste the address that the browser was sent to, within two minutes:\\n");
terminal.close();
const answer = new URL(address).searchParams;
if (answer.get("state") !== state || answer.get("iss") !== server) {
  throw new Error("This is not the answer to our question.");
}

const tokens = await ask({
  grant_type: "authorization_code",
  code: answer.get("code") ?? "",
  code_verifier: verifier,
});
// Tokens open what the person may do: this file is for its owner alone.
await writeFile("tokens.json", JSON.stringify(tokens), { mode: 0o600 });
${firstCall(values)}`;
}

export function refreshText(values: AppValues): string {
  return `import { readFile, writeFile } from "node:fs/promises";

${ask(values)}
const { refresh_token } = JSON.parse(await readFile("tokens.json", "utf8"));
const tokens = await ask({ grant_type: "refresh_token", refresh_token });
// It is good once: a second use ends all tokens of this person. So the new one is kept first.
await writeFile("tokens.json", JSON.stringify(tokens), { mode: 0o600 });
${firstCall(values)}`;
}

export function assertionText(values: AppValues): string {
  const scope = assertionScope(values);
  return `import { sign } from "node:crypto";
import { readFile } from "node:fs/promises";

${ask(values, false)}
// Once, the person allows it here:
// ${authorizationAddress(values, scope)}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: ${text(values.clientId)},
  sub: process.env.USER_ID,
  aud: ${text(audience(values))},
  iat: now,
  exp: now + 600,
  scope: ${text(scope)},
};
const signed = \`\${encode({ alg: "RS256", typ: "JWT" })}.\${encode(claims)}\`;
const key = await readFile(process.env.PRIVATE_KEY_FILE);
const signature = sign("sha256", Buffer.from(signed), key).toString("base64url");

const tokens = await ask({
  grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
  assertion: \`\${signed}.\${signature}\`,
});
${firstCall(values)}`;
}
