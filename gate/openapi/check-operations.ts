import { CHECKS_BYTES_MAX, CHECKS_MAX } from "../../lib/contracts/gate/gate-checks";
import { LEGACY_HEADERS, LIMIT_HEADERS } from "./headers";
import { KEY_REFUSALS, problem, UNAVAILABLE, type Answer, type Operation, type Parameter } from "./operation";

const TEXT = { type: "string" };

const originalHeader = (name: string, description: string, example: string): Parameter => ({
  name,
  in: "header",
  description,
  schema: TEXT,
  example,
});

/** The refusal with its body in a header too. */
const repeated = (answer: Answer): Answer => ({
  ...answer,
  always: [...(answer.always ?? []), "X-Countersign-Problem"],
});

const VERIFY = `Always answered with 200, whether the key is good or not. Without \`method\` and \`path\` the question is about the key alone; with a route table and without \`scopes\`, the scopes of the route apply, and a public route is valid whatever the \`token\`: such an answer has \`public: true\` and names nobody. In place of \`token\`, \`legacy\` takes a header \`X-DocuSign-Authentication\` or a SOAP envelope with a WS-Security \`UsernameToken\`, which no gateway passes on. A refusal has what to answer the client with: status, title, detail, \`challenge\` for \`WWW-Authenticate\` and \`retryAfterSeconds\` for \`Retry-After\`.

With \`{"checks":[…]}\` it is asked about 1 to ${CHECKS_MAX} requests at once, each entry the body of one check, in up to ${CHECKS_BYTES_MAX / 1024} KiB. The answer has a result for each in the same order: \`body\` is what the check would have been answered with by itself, and \`status\` with which status. An entry that is malformed has 400 and a pointer such as \`/checks/3/path\`, one that can't be checked in time 503: refuse that request, as you would if it had been asked alone. Limits, records and calls are those of so many single checks in that order; only between keys and access tokens of one account there is none. The answer leaves when the last entry is decided.`;

/** Operations of gateways and resource servers. */
export const CHECK_OPERATIONS: readonly Operation[] = [
  {
    id: "authorize",
    method: "get",
    path: "/v1/authorize",
    tag: "Check",
    summary: "May this request pass?",
    description:
      "Forward authentication for nginx `auth_request`, Traefik ForwardAuth, Caddy `forward_auth`, Envoy `ext_authz`. Any method is answered alike. The original request is read from `X-Forwarded-Method` and `X-Forwarded-Uri`, or from `X-Original-Method` and `X-Original-URI` (nginx, Envoy) or `X-Original-URL` (ingress-nginx). Every check of a known key is recorded before it is answered, of very many refused alike the first ones as calls and the rest as counts.",
    needsKey: true,
    parameters: [
      {
        name: "scope",
        in: "query",
        description:
          "Scopes that the request needs, all of them, separated by spaces; Acrobat names are understood. Without it, those of the gate's route table apply.",
        schema: TEXT,
        example: "agreements:read",
      },
      {
        name: "environment",
        in: "query",
        description: "Only keys of this environment pass.",
        schema: { type: "string", enum: ["sandbox", "production"] },
      },
      originalHeader("X-Forwarded-Method", "Method of the original request.", "GET"),
      originalHeader("X-Forwarded-Uri", "Path of the original request.", "/api/rest/v6/agreements"),
      originalHeader(
        "X-Original-Method",
        "The same as `X-Forwarded-Method`, as nginx and Envoy say it.",
        "GET",
      ),
      originalHeader(
        "X-Original-URI",
        "The same as `X-Forwarded-Uri`, as nginx and Envoy say it. Two that differ are refused.",
        "/api/rest/v6/agreements",
      ),
      originalHeader(
        "X-Original-URL",
        "The same as a whole address, as ingress-nginx says it.",
        "https://api.example.com/api/rest/v6/agreements",
      ),
    ],
    answers: {
      200: {
        description:
          "It may. The body is empty. A request of a public route is no call: its headers of key and limits are empty, and a credential that came along was not looked at.",
        always: ["X-Request-Id"],
        sometimes: [
          "X-Countersign-Call",
          "X-Countersign-Key",
          "X-Countersign-Account",
          "X-Countersign-User",
          "X-Countersign-Environment",
          "X-Countersign-Scopes",
          ...LIMIT_HEADERS,
          ...LEGACY_HEADERS,
        ],
      },
      400: repeated(
        problem("`unknown_scope` or `invalid_request`: the gateway asks in a way that can't be understood."),
      ),
      401: repeated(KEY_REFUSALS[401]),
      403: repeated({
        ...KEY_REFUSALS[403],
        description:
          "`insufficient_scope`, `owner_inactive`, `account_not_entitled`, `account_closed`, `ip_not_allowed`; with a route table also `ambiguous_path`, `unknown_route` and `wrong_account`.",
      }),
      429: repeated(KEY_REFUSALS[429]),
      503: repeated(UNAVAILABLE),
    },
  },
  {
    id: "verify",
    method: "post",
    path: "/v1/verify",
    tag: "Check",
    summary: "The same question in JSON, for resource servers",
    description: VERIFY,
    body: {
      schema: "VerifyRequest",
      example: {
        token: "ik_live_…",
        scopes: ["agreements:read"],
        method: "GET",
        path: "/api/rest/v6/agreements",
      },
    },
    answers: {
      200: {
        description: "The verdict, or for a list of checks a result for each, in their order.",
        schema: "VerifyResponse",
        always: ["X-Request-Id"],
        sometimes: ["X-Countersign-Call", ...LEGACY_HEADERS],
      },
      400: problem(
        "`validation_failed` or `malformed_json`; `errors` points at what is wrong. Of a list of checks, only where the list itself is wrong.",
      ),
      413: problem(
        `\`body_too_large\`: more than 64 KiB, or more than ${CHECKS_BYTES_MAX / 1024} KiB with \`checks\`.`,
      ),
      415: problem("`unsupported_media_type`: the body is not `application/json`."),
      503: UNAVAILABLE,
    },
  },
  {
    id: "reportOutcome",
    method: "put",
    path: "/v1/calls/{callId}/outcome",
    tag: "Check",
    summary: "How did the request end?",
    description:
      "For 24 hours after a call that was let through. The last report stands. No key is needed: the id of the call, which only the gateway was told, authenticates the report.",
    parameters: [
      {
        name: "callId",
        in: "path",
        description: "`X-Countersign-Call` or `callId` of the answer to the check.",
        required: true,
        schema: { type: "string", format: "uuid" },
      },
    ],
    body: { schema: "OutcomeBody", example: { status: 500 } },
    answers: {
      204: { description: "It is written down.", always: ["X-Request-Id"] },
      400: problem("`validation_failed` or `malformed_json`; `errors` points at what is wrong."),
      404: problem("`call_not_found`: no such call, or it was refused."),
      410: problem("`outcome_too_late`: more than 24 hours have passed."),
      413: problem("`body_too_large`: more than 64 KiB."),
      415: problem("`unsupported_media_type`: the body is not `application/json`."),
      503: UNAVAILABLE,
    },
  },
];
