/** First calls with a key, in three languages. They run as they stand: a test executes each against a real gate. */

export const QUICK_START_LANGUAGES = ["curl", "node", "python"] as const;
export type QuickStartLanguage = (typeof QUICK_START_LANGUAGES)[number];

export type QuickStart = {
  readonly language: QuickStartLanguage;
  readonly label: string;
  /** How to run it, given the file's name. */
  readonly run: string;
  readonly needs: string;
  readonly code: string;
};

/** The variable from which the samples read the key, so that it stands in no file. */
export const KEY_VARIABLE = "COUNTERSIGN_KEY";

/** Puts the key into the environment without leaving it in the history of the shell. */
export const READ_KEY_COMMAND = `read -rs ${KEY_VARIABLE} && export ${KEY_VARIABLE}`;

/** The first calls with a key, in every language. @param gateUrl address of the gate, without a slash at its end */
export function quickStarts(gateUrl: string): readonly QuickStart[] {
  return [
    { language: "curl", label: "curl", run: "sh first-call.sh", needs: "curl", code: curl(gateUrl) },
    {
      language: "node",
      label: "Node",
      run: "node first-call.mjs",
      needs: "Node 18 or later, no packages",
      code: node(gateUrl),
    },
    {
      language: "python",
      label: "Python",
      run: "python3 first-call.py",
      needs: "Python 3.8 or later, no packages",
      code: python(gateUrl),
    },
  ];
}

function curl(gateUrl: string): string {
  return `# Who is this key, and what may it do?
curl --silent --show-error \\
  --header "Authorization: Bearer $COUNTERSIGN_KEY" \\
  ${gateUrl}/v1/me
echo

# May it read agreements? 200 says yes; 401, 403 and 429 say no, and why.
curl --silent --show-error --include \\
  --header "Authorization: Bearer $COUNTERSIGN_KEY" \\
  "${gateUrl}/v1/authorize?scope=agreements:read"
`;
}

function node(gateUrl: string): string {
  return `const gate = "${gateUrl}";
const headers = { Authorization: \`Bearer \${process.env.COUNTERSIGN_KEY}\` };

// Who is this key, and what may it do?
const me = await fetch(\`\${gate}/v1/me\`, { headers });
console.log(me.status, await me.json());

// May it read agreements? 200 says yes; 401, 403 and 429 say no, and why.
const verdict = await fetch(\`\${gate}/v1/authorize?scope=agreements:read\`, { headers });
if (verdict.ok) {
  console.log(verdict.status, verdict.headers.get("X-Countersign-Scopes"));
} else {
  console.log(verdict.status, await verdict.json());
}
`;
}

function python(gateUrl: string): string {
  return `import json
import os
import urllib.error
import urllib.request

GATE = "${gateUrl}"
HEADERS = {"Authorization": "Bearer " + os.environ["COUNTERSIGN_KEY"]}


def get(path):
    request = urllib.request.Request(GATE + path, headers=HEADERS)
    try:
        return urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as refusal:
        return refusal


# Who is this key, and what may it do?
me = get("/v1/me")
print(me.status, json.load(me))

# May it read agreements? 200 says yes; 401, 403 and 429 say no, and why.
verdict = get("/v1/authorize?scope=agreements:read")
if verdict.status == 200:
    print(verdict.status, verdict.headers["X-Countersign-Scopes"])
else:
    print(verdict.status, json.load(verdict))
`;
}
