import { allowed, KEY_REFUSALS, RECORDED, type Answer, type Operation, type Parameter } from "./operation";

const restError = (description: string, answer: Answer): Answer => ({
  ...answer,
  schema: "RestError",
  description,
});

const REFUSALS = {
  400: restError("`INVALID_REQUEST_PARAMETER`: for instance two different credentials.", KEY_REFUSALS[400]),
  401: restError("`AUTHORIZATION_MISSING_TOKEN`, `AUTHORIZATION_INVALID_TOKEN`.", KEY_REFUSALS[401]),
  403: restError(
    "`USER_LACKS_PERMISSIONS`: what refuses the key itself, or it has no scopes left.",
    KEY_REFUSALS[403],
  ),
  429: restError(
    "`HOURLY_APIINVOCATION_LIMIT_EXCEEDED`, `BURST_APIINVOCATION_LIMIT_EXCEEDED`.",
    KEY_REFUSALS[429],
  ),
  503: restError("`SERVICE_UNAVAILABLE`: what can't be checked in time is refused.", KEY_REFUSALS[503]),
} as const;

const DIAGNOSTICS = "/restapi/v2.1/diagnostics";

/** An operation on the request log of the person whom the credential acts as. */
const operation = (
  one: Pick<Operation, "id" | "method" | "summary" | "answers"> & Partial<Operation>,
  path: string,
): Operation => ({ ...one, path: DIAGNOSTICS + path, tag: "Request logging", needsKey: true });

const requestLogId: Parameter = {
  name: "requestLogId",
  in: "path",
  description: "Id of the logged request.",
  required: true,
  schema: { type: "string" },
};

/** The answer depends on `Accept`. */
const varied = (answer: Answer): Answer => ({ ...answer, always: [...(answer.always ?? []), "Vary"] });
const recorded = (description: string): Answer => ({ description, always: ["X-Request-Id", ...RECORDED] });

/** Operations of request logging, and the first call of legacy clients, which have errors of one form. */
export const DIAGNOSTICS_OPERATIONS: readonly Operation[] = [
  {
    id: "loginInformation",
    method: "get",
    path: "/restapi/v2/login_information",
    tag: "Legacy",
    summary: "Which account is it, and where?",
    description:
      "The account that the credential acts in, as legacy clients ask for it first. Every value is a text.",
    needsKey: true,
    answers: {
      ...REFUSALS,
      401: {
        ...REFUSALS[401],
        description: `${REFUSALS[401].description} \`USER_AUTHENTICATION_FAILED\` for legacy authentication.`,
      },
      200: allowed("The account.", "LoginInformation"),
    },
  },
  operation(
    {
      id: "getRequestLogSettings",
      method: "get",
      summary: "Is request logging on?",
      answers: { ...REFUSALS, 200: allowed("Every value is a text.", "DiagnosticsSettings") },
    },
    "/settings",
  ),
  operation(
    {
      id: "setRequestLogSettings",
      method: "put",
      summary: "Enable or disable request logging",
      description:
        "The next requests that act as this person are logged, 50 at most; then logging switches itself off.",
      body: { schema: "DiagnosticsSettingsBody", example: { apiRequestLogging: "true" } },
      answers: {
        ...REFUSALS,
        200: allowed("As it is now.", "DiagnosticsSettings"),
        400: restError("`INVALID_REQUEST_BODY`, and what refuses the key itself.", {
          ...KEY_REFUSALS[400],
          sometimes: RECORDED,
        }),
        409: restError("`REQUEST_LOG_FULL`: it says how it can be cleared.", recorded("")),
        413: restError("`INVALID_REQUEST_BODY`: longer than 64 KiB.", recorded("")),
        415: restError("`INVALID_REQUEST_BODY`: not sent as JSON.", recorded("")),
      },
    },
    "/settings",
  ),
  operation(
    {
      id: "listRequestLogs",
      method: "get",
      summary: "The logged requests, in the order in which they came",
      description:
        "Those that acted in the credential's account. With `Accept: application/zip`, a ZIP with a text file for each.",
      answers: { ...REFUSALS, 200: varied(allowed("The list.", "ApiRequestLogs")) },
    },
    "/request_logs",
  ),
  operation(
    {
      id: "clearRequestLogs",
      method: "delete",
      summary: "Clear the log",
      description: "Of the requests that acted in the credential's account, for good.",
      answers: { ...REFUSALS, 200: recorded("They are gone.") },
    },
    "/request_logs",
  ),
  operation(
    {
      id: "getRequestLog",
      method: "get",
      summary: "One logged request, as text",
      parameters: [requestLogId],
      answers: {
        ...REFUSALS,
        200: { ...recorded("The request, without its body and without secrets."), contentType: "text/plain" },
        404: restError("`RESOURCE_NOT_FOUND`: there is no such request in the log.", recorded("")),
      },
    },
    "/request_logs/{requestLogId}",
  ),
];
