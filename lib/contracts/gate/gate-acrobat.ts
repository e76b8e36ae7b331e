/** The wire types of the two addresses that clients of the Acrobat Sign interface ask first. */
import { z } from "zod";

/** Ends with a slash: clients append `api/rest/v6/…`. */
const accessPoint = z.url().regex(/\/$/);

/** Answer of `GET /api/rest/v6/baseUris`. */
export const BaseUris = z.object({ apiAccessPoint: accessPoint, webAccessPoint: accessPoint });
export type BaseUris = z.infer<typeof BaseUris>;

/** Answer of `GET /api/rest/v5/base_uris`. */
export const BaseUrisV5 = z.object({ api_access_point: accessPoint, web_access_point: accessPoint });
export type BaseUrisV5 = z.infer<typeof BaseUrisV5>;

const ACROBAT_ERROR_CODES = [
  "NO_AUTHORIZATION_HEADER",
  "INVALID_ACCESS_TOKEN",
  "INVALID_USER",
  "INVALID_X_API_USER_HEADER",
  "INVALID_REQUEST",
  "PERMISSION_DENIED",
  "TOO_MANY_REQUESTS",
  "RESOURCE_NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "SERVICE_UNAVAILABLE",
  "MISC_SERVER_ERROR",
] as const;
export type AcrobatErrorCode = (typeof ACROBAT_ERROR_CODES)[number];

/** Every error of these addresses. */
export const AcrobatError = z.object({ code: z.enum(ACROBAT_ERROR_CODES), message: z.string() });
