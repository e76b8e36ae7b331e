import { preciseTime } from "../format/dates";
import { decimal } from "../format/numbers";
import { LOG_ENTRIES_MAX, type LoggedCode } from "./request-logging";

/** A logged request, as far as its text file tells of it. */
export type LoggedFacts = {
  readonly id: string;
  readonly at: string;
  readonly durationMilliseconds: number;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly address: string | null;
  readonly status: number;
  readonly code: LoggedCode;
  readonly key: { readonly clientId: string; readonly name: string };
  readonly account: { readonly id: string; readonly name: string };
};

const NUMBER_LENGTH = String(LOG_ENTRIES_MAX).length;
const PATH_IN_NAME_MAX_LENGTH = 60;

/**
 * The name of a request's text file: names in their order are requests in theirs. Letters, digits, dots and lines alone, so
 * that every system takes it.
 * @param position of the request in its log, from 1
 */
export function logFileName({ method, target, status }: LoggedFacts, position: number): string {
  const [path = ""] = target.split("?");
  const words = path.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  const parts = [
    String(position).padStart(NUMBER_LENGTH, "0"),
    String(status),
    method.replaceAll(/[^A-Za-z0-9]+/g, "-"),
    words.slice(0, PATH_IN_NAME_MAX_LENGTH).replace(/-+$/, ""),
  ];
  return `${parts.filter((part) => part !== "").join("_")}.txt`;
}

/** A request as text: how it came, and what it was answered. */
export function logFileText(request: LoggedFacts): string {
  const { method, target, headers, status, code, durationMilliseconds, key, account } = request;
  return [
    `${method} ${target}`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    "",
    "(The body is not kept.)",
    "",
    `Answer: ${status}`,
    `Verdict: ${code}`,
    `At: ${request.at} (${preciseTime(request.at)})`,
    `Took: ${decimal(durationMilliseconds, 1)} ms`,
    `From: ${request.address ?? "unknown address"}`,
    `Key: ${key.name} (${key.clientId})`,
    `Account: ${account.name} (${account.id})`,
    `Request id: ${request.id}`,
    "",
  ].join("\n");
}
