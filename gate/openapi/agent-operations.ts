import { problem, type Answer, type Operation } from "./operation";

const ANSWERS: Readonly<Record<number, Answer>> = {
  200: {
    description: "Scripts of any site may read it, and it may be kept for five minutes.",
    schema: "ProtectedResource",
    always: ["Access-Control-Allow-Origin"],
  },
  404: problem(
    "`not_found`: nothing of this API is there, or the gate was not told where the API and the console are.",
  ),
};

/** What clients ask before they have a token. A browser's OPTIONS is answered too. */
export const AGENT_OPERATIONS: readonly Operation[] = [
  {
    id: "protectedResource",
    method: "get",
    path: "/.well-known/oauth-protected-resource",
    tag: "Agents",
    summary: "Who gives tokens for this API?",
    description:
      "`resource` is what clients send to `/oauth/auth` and `/oauth/token` of the authorization server; a token that was asked for so is good for this API alone. Every challenge names this address.",
    answers: ANSWERS,
  },
  {
    id: "protectedResourcePart",
    method: "get",
    path: "/.well-known/oauth-protected-resource/{path}",
    tag: "Agents",
    summary: "Who gives tokens for a part of it?",
    description: "A token for a part is good for what is below its path, and for nothing else.",
    parameters: [
      {
        name: "path",
        in: "path",
        description: "The path of the part, as requests have it: one segment or several.",
        required: true,
        schema: { type: "string" },
      },
    ],
    answers: ANSWERS,
  },
];
