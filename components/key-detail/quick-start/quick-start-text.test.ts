/** What the texts are filled in with; that they run is seen in bin/clients. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

import { assertionScope, codeScope, type AppValues } from "./app-values";
import { appQuickStart, QUICK_START_GRANTS, QUICK_START_LANGUAGES } from "./quick-start-text";

const VALUES: AppValues = {
  issuer: "https://keys.example.com",
  api: "https://gate.example.com",
  clientId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  isPublic: false,
  scopes: ["agreements:read", "signature", "extended", "impersonation"],
  redirectUri: "https://app.example.com/back",
};
const ALL = QUICK_START_GRANTS.flatMap((grant) =>
  QUICK_START_LANGUAGES.map((language) => [grant, language] as const),
);
/** Reads a program without running it. */
const READERS = {
  curl: ["sh", ["-n"]],
  node: [process.execPath, ["--input-type=module", "--check"]],
  python: ["python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"]],
} as const;

describe.each(ALL)("for %s in %s", (grant, language) => {
  it("a redirect URI that is allowed and strange stays one text, and the program one that can be read", () => {
    const redirectUri = "https://app.example.com/it's/$(id)/`id`?a=%22;%5C&b=${HOME}";
    const { code } = appQuickStart(grant, language, { ...VALUES, redirectUri });
    for (const part of ["it's", "$(id)", "`id`", "${HOME}"]) expect(code).not.toContain(part);
    if (grant !== "refresh") {
      const [address = ""] = /https:\/\/keys\.example\.com\/oauth\/auth\?[^\s'"]+/.exec(code) ?? [];
      expect(new URL(address).searchParams.get("redirect_uri")).toBe(redirectUri);
    }
    const [program, args] = READERS[language];
    expect(spawnSync(program, args, { input: code, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  it("takes what is secret from the environment, and names each variable that it takes", () => {
    for (const isPublic of [false, true]) {
      const { code, variables } = appQuickStart(grant, language, { ...VALUES, isPublic });
      const taken = ["CLIENT_SECRET", "PRIVATE_KEY_FILE", "USER_ID"].filter((name) => code.includes(name));
      expect(taken).toEqual(variables);
    }
  });
});

it("a person is asked for what the app may do while the person is there, and an assertion for the rest", () => {
  expect(codeScope(VALUES)).toBe("agreements:read signature extended");
  expect(assertionScope(VALUES)).toBe("agreements:read signature impersonation");
  expect(codeScope({ ...VALUES, scopes: ["impersonation"] })).toBe("openid");
});
