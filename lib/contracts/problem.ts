import type { ErrorCode, FieldError } from "../domain/errors";

/** A refusal of the console (RFC 9457), with a code for programs and the id under which the log knows the request. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  requestId: string;
  errors?: readonly FieldError[];
};
