/** How a program gets tokens for an app, in three languages. Each runs as it stands: a test runs all of them as they are shown. */
import type { AppValues } from "./app-values";
import * as curl from "./curl-text";
import * as node from "./node-text";
import * as python from "./python-text";

export const QUICK_START_GRANTS = ["code", "refresh", "assertion"] as const;
export type QuickStartGrant = (typeof QUICK_START_GRANTS)[number];

export const QUICK_START_LANGUAGES = ["curl", "node", "python"] as const;
export type QuickStartLanguage = (typeof QUICK_START_LANGUAGES)[number];

const LANGUAGES = {
  curl: {
    label: "curl",
    ending: "sh",
    program: "sh",
    needs: "curl and openssl",
    texts: { code: curl.codeText, refresh: curl.refreshText, assertion: curl.assertionText },
  },
  node: {
    label: "Node",
    ending: "mjs",
    program: "node",
    needs: "Node 18 or later, no packages",
    texts: { code: node.codeText, refresh: node.refreshText, assertion: node.assertionText },
  },
  python: {
    label: "Python",
    ending: "py",
    program: "python3",
    needs: "Python 3.8 or later, no packages",
    texts: { code: python.codeText, refresh: python.refreshText, assertion: python.assertionText },
  },
} as const;

const FILES: Record<QuickStartGrant, string> = {
  code: "get-tokens",
  refresh: "refresh-tokens",
  assertion: "act-for-person",
};

export type AppQuickStart = {
  readonly label: string;
  readonly code: string;
  /** The command that runs it, given the file's name. */
  readonly run: string;
  readonly needs: string;
  /** Variables that hold what is secret, or another for each person: none of it stands in the text. */
  readonly variables: readonly string[];
};

/** The quick start of one grant in one language. @param values nothing of it is a secret */
export function appQuickStart(
  grant: QuickStartGrant,
  language: QuickStartLanguage,
  values: AppValues,
): AppQuickStart {
  const { label, ending, program, needs, texts } = LANGUAGES[language];
  const code = texts[grant](values);
  return {
    label,
    code,
    run: `${program} ${FILES[grant]}.${ending}`,
    needs: grant === "assertion" && language === "python" ? `${needs}; openssl` : needs,
    variables: variablesOf(grant, values),
  };
}

function variablesOf(grant: QuickStartGrant, { isPublic }: AppValues): readonly string[] {
  if (grant === "assertion") return ["PRIVATE_KEY_FILE", "USER_ID"];
  return isPublic ? [] : ["CLIENT_SECRET"];
}
