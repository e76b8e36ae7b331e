/**
 * Request logging as programs ask for it at `/restapi/v2.1/diagnostics`, where every value of the settings is a text, and
 * the errors below `/restapi/`, which are nothing but `{"errorCode","message"}`.
 */
import { z } from "zod";
import { uuid } from "../fields/uuid";

const Switch = z.enum(["true", "false"]);
const Entries = z.string().regex(/^\d{1,3}$/);

/** Answer of `GET` and `PUT /restapi/v2.1/diagnostics/settings`. */
export const DiagnosticsSettings = z.object({
  apiRequestLogging: Switch,
  apiRequestLogMaxEntries: Entries,
  apiRequestLogRemainingEntries: Entries,
});
export type DiagnosticsSettings = z.infer<typeof DiagnosticsSettings>;

/** Body of `PUT`. Clients send back all that they were given: how many entries there may be is nothing to be set. */
export const DiagnosticsSettingsBody = z.strictObject({
  apiRequestLogging: Switch,
  apiRequestLogMaxEntries: z.string().max(20).nullish(),
  apiRequestLogRemainingEntries: z.string().max(20).nullish(),
});

/** Answer of `GET /restapi/v2.1/diagnostics/request_logs`, in the order in which the requests came. */
export const ApiRequestLogs = z.object({
  apiRequestLogs: z.array(
    z.object({
      requestLogId: uuid(),
      createdDateTime: z.iso.datetime(),
      /** The status of the answer in words. */
      status: z.string(),
      /** Method and address of the request. */
      description: z.string(),
    }),
  ),
});
export type ApiRequestLogs = z.infer<typeof ApiRequestLogs>;

export const REST_ERROR_CODES = [
  "AUTHORIZATION_MISSING_TOKEN",
  "AUTHORIZATION_INVALID_TOKEN",
  "USER_AUTHENTICATION_FAILED",
  "USER_LACKS_PERMISSIONS",
  "HOURLY_APIINVOCATION_LIMIT_EXCEEDED",
  "BURST_APIINVOCATION_LIMIT_EXCEEDED",
  "INVALID_REQUEST_BODY",
  "INVALID_REQUEST_PARAMETER",
  "REQUEST_LOG_FULL",
  "RESOURCE_NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "SERVICE_UNAVAILABLE",
  "UNSPECIFIED_ERROR",
] as const;
export type RestErrorCode = (typeof REST_ERROR_CODES)[number];

/** Every error below `/restapi/`. */
export const RestError = z.object({ errorCode: z.enum(REST_ERROR_CODES), message: z.string() });

/** Answer of `GET /restapi/v2/login_information`, the first call of legacy clients: every value is a text. */
export const LoginInformation = z.object({
  loginAccounts: z.array(
    z.object({
      name: z.string(),
      accountId: uuid(),
      baseUrl: z.string(),
      isDefault: Switch,
      userName: z.string(),
      userId: uuid(),
      email: z.string(),
      siteDescription: z.string(),
    }),
  ),
});
export type LoginInformation = z.infer<typeof LoginInformation>;
