import {
  allowed,
  KEY_REFUSALS,
  problem,
  RECORDED,
  type Answer,
  type Operation,
  type Parameter,
} from "./operation";
import { keyListParameters } from "./schemas";

const LIST_TEXTS: Readonly<Record<string, string>> = {
  limit: "Keys of one page.",
  cursor: "`next_cursor` of the page before.",
};

const listParameters = Object.entries(keyListParameters()).map(([name, schema]): Parameter => ({
  name,
  in: "query",
  description: LIST_TEXTS[name] ?? "",
  schema,
}));

const keyId: Parameter = {
  name: "keyId",
  in: "path",
  description: "Id of the key.",
  required: true,
  schema: { type: "string" },
};

/** Writes are refused with a reason of their own. */
function write(method: Operation["method"], path: string): Operation {
  const isOne = path.endsWith("}");
  return {
    id: `${method}IntegrationKey${isOne ? "" : "s"}`,
    method,
    path,
    tag: "Writes",
    summary: "Refused: keys are managed in the console",
    needsKey: true,
    ...(isOne ? { parameters: [keyId] } : {}),
    answers: {
      ...KEY_REFUSALS,
      403: { ...KEY_REFUSALS[403], description: "`managed_in_console`, or what refuses the key itself." },
    },
  };
}

const WRITES = ["post", "put", "patch", "delete"] as const;

const acrobatError = (description: string, answer: Answer): Answer => ({
  ...answer,
  schema: "AcrobatError",
  description,
});

const ACROBAT_REFUSALS = {
  400: acrobatError("`INVALID_X_API_USER_HEADER`, or two different credentials.", {
    ...KEY_REFUSALS[400],
    sometimes: RECORDED,
  }),
  // A good key that names somebody else in x-api-user is no matter of WWW-Authenticate.
  401: acrobatError("`NO_AUTHORIZATION_HEADER`, `INVALID_ACCESS_TOKEN`, `INVALID_USER`.", {
    ...KEY_REFUSALS[401],
    always: ["X-Request-Id"],
    sometimes: ["WWW-Authenticate", ...(KEY_REFUSALS[401].sometimes ?? [])],
  }),
  403: acrobatError("`PERMISSION_DENIED`.", KEY_REFUSALS[403]),
  429: acrobatError("`TOO_MANY_REQUESTS`.", KEY_REFUSALS[429]),
  503: acrobatError("`SERVICE_UNAVAILABLE`: what can't be checked in time is refused.", KEY_REFUSALS[503]),
} as const;

function acrobat(path: string, schema: "BaseUris" | "BaseUrisV5", id: string): Operation {
  return {
    id,
    method: "get",
    path,
    tag: "Acrobat",
    summary: "Where the API and the console are",
    description:
      "Any key with at least one effective scope may ask. Errors are `{code, message}`, as clients of that interface expect.",
    needsKey: true,
    parameters: [
      {
        name: "x-api-user",
        in: "header",
        description: "`userid:{id}` or `email:{email}` of the person whom the key acts as; nobody else.",
        schema: { type: "string" },
      },
    ],
    answers: {
      ...ACROBAT_REFUSALS,
      200: allowed("Both addresses end with a slash.", schema),
    },
  };
}

/** Operations that a key may ask of the platform itself. */
export const OWN_OPERATIONS: readonly Operation[] = [
  {
    id: "me",
    method: "get",
    path: "/v1/me",
    tag: "Own API",
    summary: "What is this key, and what may it do?",
    needsKey: true,
    answers: { ...KEY_REFUSALS, 200: allowed("The key.", "GateMe") },
  },
  {
    id: "listIntegrationKeys",
    method: "get",
    path: "/v1/integration-keys",
    tag: "Own API",
    summary: "The keys of the account, newest first",
    description: "Needs `integrations:read`. No answer has a secret.",
    needsKey: true,
    parameters: listParameters,
    answers: {
      ...KEY_REFUSALS,
      200: allowed("A page.", "GateKeyList"),
      400: {
        ...problem("`validation_failed`: a parameter is not as described; or what refuses the key itself."),
        sometimes: RECORDED,
      },
    },
  },
  {
    id: "getIntegrationKey",
    method: "get",
    path: "/v1/integration-keys/{keyId}",
    tag: "Own API",
    summary: "One key of the account",
    description: "Needs `integrations:read`. Another account's key is answered like one that does not exist.",
    needsKey: true,
    parameters: [keyId],
    answers: {
      ...KEY_REFUSALS,
      200: allowed("The key.", "GateKey"),
      404: {
        ...allowed("`not_found`", "GateProblem"),
        description: "`not_found`: the account has no such key.",
      },
    },
  },
  ...WRITES.flatMap((method) => [
    write(method, "/v1/integration-keys"),
    write(method, "/v1/integration-keys/{keyId}"),
  ]),
  acrobat("/api/rest/v6/baseUris", "BaseUris", "baseUris"),
  acrobat("/api/rest/v5/base_uris", "BaseUrisV5", "baseUrisV5"),
];

/** The bytes are compressed as the client takes them. */
const FILE = {
  always: ["ETag", "Vary"],
  sometimes: ["Content-Encoding"],
} as const satisfies Partial<Answer>;

const page = (path: string, id: string, summary: string, contentType: string): Operation => ({
  id,
  method: "get",
  path,
  tag: "Operation",
  summary,
  description: "Compressed as `Accept-Encoding` says. With `If-None-Match`, who has it is answered 304.",
  answers: { 200: { ...FILE, description: summary, contentType } },
});

/** Operations for those who run the gate. */
export const SERVICE_OPERATIONS: readonly Operation[] = [
  {
    id: "healthz",
    method: "get",
    path: "/healthz",
    tag: "Operation",
    summary: "The process is there",
    answers: { 200: { description: "It is.", schema: "GateHealth" } },
  },
  {
    id: "readyz",
    method: "get",
    path: "/readyz",
    tag: "Operation",
    summary: "Requests can be checked",
    answers: {
      200: { description: "The database answers, and takes what a check writes.", schema: "GateHealth" },
      503: problem("`database_unavailable`, or `draining` while the process ends."),
    },
  },
  page("/openapi.json", "openapi", "This document", "application/json"),
  page("/reference", "reference", "This document for people", "text/html"),
  {
    ...page("/reference/{file}", "referenceFile", "What that page loads", "text/css"),
    parameters: [
      { name: "file", in: "path", required: true, description: "Its name.", schema: { type: "string" } },
    ],
    answers: {
      200: { ...FILE, description: "A style sheet or a script.", contentType: "text/css" },
      404: problem("`not_found`"),
    },
  },
];
