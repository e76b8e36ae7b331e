import { assertionScope, audience, authorizationAddress, codeScope, type AppValues } from "./app-values";

/** A JSON text is a Python text too. */
const text = (value: string) => JSON.stringify(value);

/** The token endpoint, as a function that ends with its words where it refuses. */
function ask({ issuer, clientId, isPublic }: AppValues, isClient = true): string {
  const secret = isClient && !isPublic;
  const named = isClient ? `CLIENT_ID = ${text(clientId)}\n` : "";
  const basic = `
    client = CLIENT_ID + ":" + os.environ["CLIENT_SECRET"]
    request.add_header("Authorization", "Basic " + base64.b64encode(client.encode()).decode())`;
  return `SERVER = ${text(issuer)}
${named}

def ask(**fields):
    ${isClient && isPublic ? 'fields["client_id"] = CLIENT_ID\n    ' : ""}body = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(SERVER + "/oauth/token", data=body)${secret ? basic : ""}
    try:
        return json.load(urllib.request.urlopen(request, timeout=10))
    except urllib.error.HTTPError as refusal:
        sys.exit(refusal.read().decode())
`;
}

const imports = (...names: readonly string[]) =>
  [...names, "json", "os", "sys", "urllib.error", "urllib.parse", "urllib.request"]
    .toSorted()
    .map((name) => `import ${name}`)
    .join("\n");

const KEEP = `

def keep(tokens):
    # Tokens open what the person may do: this file is for its owner alone.
    with open(os.open("tokens.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(tokens, file)
`;

const firstCall = ({ api }: AppValues) => `
# The first call: whom does the token stand for, and what may it do?
me = urllib.request.Request(${text(`${api}/v1/me`)})
me.add_header("Authorization", "Bearer " + tokens["access_token"])
print(urllib.request.urlopen(me, timeout=10).read().decode())
`;

export function codeText(values: AppValues): string {
  return `${imports("base64", "hashlib", "secrets")}

${ask(values)}${KEEP}

state = secrets.token_hex(16)
verifier = secrets.token_urlsafe(32)
digest = hashlib.sha256(verifier.encode()).digest()
challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
start = ${text(authorizationAddress(values, codeScope(values)))}
start += "&state=" + state + "&code_challenge=" + challenge + "&code_challenge_method=S256"

print("Open this address, sign in and press Allow:")
print(start)
print("Paste the address that the browser was sent to, within two minutes:", flush=True)
answer = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(input()).query))
if answer.get("state") != state or answer.get("iss") != SERVER:
    sys.exit("This is not the answer to our question.")

tokens = ask(grant_type="authorization_code", code=answer.get("code", ""), code_verifier=verifier)
keep(tokens)
${firstCall(values)}`;
}

export function refreshText(values: AppValues): string {
  return `${imports("base64")}

${ask(values)}${KEEP}

with open("tokens.json") as file:
    refresh_token = json.load(file)["refresh_token"]
tokens = ask(grant_type="refresh_token", refresh_token=refresh_token)
# It is good once: a second use ends all tokens of this person. So the new one is kept first.
keep(tokens)
${firstCall(values)}`;
}

export function assertionText(values: AppValues): string {
  const scope = assertionScope(values);
  return `${imports("base64", "subprocess", "time")}

${ask(values, false)}

# Once, the person allows it here:
# ${authorizationAddress(values, scope)}


def base64url(value):
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def encode(value):
    return base64url(json.dumps(value).encode())


now = int(time.time())
claims = {
    "iss": ${text(values.clientId)},
    "sub": os.environ["USER_ID"],
    "aud": ${text(audience(values))},
    "iat": now,
    "exp": now + 600,
    "scope": ${text(scope)},
}
signed = encode({"alg": "RS256", "typ": "JWT"}) + "." + encode(claims)
# Python has no RSA of its own.
sign = ["openssl", "dgst", "-sha256", "-sign", os.environ["PRIVATE_KEY_FILE"]]
signature = subprocess.run(sign, input=signed.encode(), stdout=subprocess.PIPE, check=True).stdout

tokens = ask(
    grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion=signed + "." + base64url(signature),
)
${firstCall(values)}`;
}
