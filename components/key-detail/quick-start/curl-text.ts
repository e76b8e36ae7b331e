import { assertionScope, audience, authorizationAddress, codeScope, type AppValues } from "./app-values";

const NEEDS_SECRET = ': "${CLIENT_SECRET:?Set it to a client secret of the app}"\n';

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Asks the token endpoint, and ends with its words where it refuses. */
function ask(values: AppValues, fields: readonly string[]): string {
  const client = values.isPublic
    ? [`--data client_id=${values.clientId}`]
    : [`--user "${values.clientId}:$CLIENT_SECRET"`];
  return askAs([...client, ...fields], values);
}

function askAs(fields: readonly string[], { issuer }: AppValues): string {
  const lines = [
    `ANSWER=$(curl --silent --show-error --fail-with-body ${quoted(`${issuer}/oauth/token`)}`,
    ...fields,
  ];
  return `${lines.join(" \\\n  ")}) || { printf '%s\\n' "$ANSWER" >&2; exit 1; }`;
}

const firstCall = ({ api }: AppValues) => `
# The first call: whom does the token stand for, and what may it do?
ACCESS_TOKEN=$(printf %s "$ANSWER" | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')
curl --silent --show-error --header "Authorization: Bearer $ACCESS_TOKEN" ${quoted(`${api}/v1/me`)}
echo
`;

export function codeText(values: AppValues): string {
  const start = authorizationAddress(values, codeScope(values));
  return `set -eu
umask 077
${values.isPublic ? "" : NEEDS_SECRET}
STATE=$(openssl rand -hex 16)
VERIFIER=$(openssl rand -hex 32)
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
START=${quoted(start)}

echo 'Open this address, sign in and press Allow:'
echo "$START&state=$STATE&code_challenge=$CHALLENGE&code_challenge_method=S256"
echo 'Paste the address that the browser was sent to, within two minutes:'
read -r ADDRESS
case "$ADDRESS" in
  *"state=$STATE"*) ;;
  *) echo 'This is not the answer to our question.' >&2; exit 1 ;;
esac
CODE=$(printf %s "$ADDRESS" | sed -n 's/.*[?&]code=\\([^&#]*\\).*/\\1/p')

${ask(values, [
  "--data grant_type=authorization_code",
  '--data-urlencode "code=$CODE"',
  '--data-urlencode "code_verifier=$VERIFIER"',
])}
# Tokens open what the person may do: this file is for its owner alone.
printf '%s\\n' "$ANSWER" > tokens.json
${firstCall(values)}`;
}

export function refreshText(values: AppValues): string {
  return `set -eu
umask 077
${values.isPublic ? "" : NEEDS_SECRET}
REFRESH_TOKEN=$(sed -n 's/.*"refresh_token": *"\\([^"]*\\)".*/\\1/p' tokens.json)
${ask(values, ["--data grant_type=refresh_token", '--data-urlencode "refresh_token=$REFRESH_TOKEN"'])}
# It is good once: a second use ends all tokens of this person. So the new one is kept first.
printf '%s\\n' "$ANSWER" > tokens.json
${firstCall(values)}`;
}

export function assertionText(values: AppValues): string {
  const scope = assertionScope(values);
  return `set -eu
: "\${PRIVATE_KEY_FILE:?Set it to the file of a private key of the app}"
: "\${USER_ID:?Set it to the person to act for: sub of user info}"

# Once, the person allows it here:
# ${authorizationAddress(values, scope)}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
NOW=$(date +%s)
HEADER=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url)
CLAIMS=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%s,"exp":%s,"scope":"%s"}' \\
  ${values.clientId} "$USER_ID" ${audience(values)} \\
  "$NOW" "$((NOW + 600))" '${scope}' | base64url)
SIGNATURE=$(printf %s "$HEADER.$CLAIMS" | openssl dgst -sha256 -sign "$PRIVATE_KEY_FILE" | base64url)

${askAs(
  [
    "--data-urlencode grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer",
    '--data-urlencode "assertion=$HEADER.$CLAIMS.$SIGNATURE"',
  ],
  values,
)}
${firstCall(values)}`;
}
