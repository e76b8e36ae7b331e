/** Calls the console's handlers the way a browser does: with the cookie of a real session. */
import { writeSessionCookie } from "../lib/auth/session-cookie";
import { newId } from "../lib/platform/ids";
import { startSession } from "../lib/sessions/start";
import { CONSOLE_ORIGIN } from "./console-settings";

export type Person = { readonly id: string; readonly email: string; readonly name: string };

/** The cookie header of a new session of this person. */
export async function cookieOf(person: Person): Promise<string> {
  const request = { requestId: newId(), address: "192.0.2.10", userAgent: "test" };
  const token = await startSession({ id: person.id, email: person.email, name: person.name }, request);
  return cookieFrom(await writeSessionCookie(token));
}

/** The `Cookie` header that a browser sends after this `Set-Cookie`. */
export function cookieFrom(setCookie: string): string {
  return setCookie.split(";")[0] ?? "";
}

export type Call = {
  readonly method?: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, string | string[]>>;
  /** A value that is sent as JSON. */
  readonly json?: unknown;
  /** A body that is sent as it is, in place of `json`. */
  readonly body?: BodyInit;
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

type AnyHandler = (
  request: Request,
  entry: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/** The answer of a handler to one request. */
export function call(handler: AnyHandler, given: Call): Promise<Response> {
  const body = given.body ?? (given.json === undefined ? undefined : JSON.stringify(given.json));
  const request = new Request(CONSOLE_ORIGIN + given.path, {
    method: given.method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      "X-Countersign-Address": "192.0.2.10",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(given.cookie === undefined ? {} : { Cookie: given.cookie }),
      ...given.headers,
    },
    ...(body === undefined ? {} : { body, duplex: "half" }),
  });
  return handler(request, { params: Promise.resolve({ ...given.params }) });
}

/** The body of an answer, as JSON. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  // Every answer with a body of ours is a JSON object.
  return (await response.json()) as Record<string, unknown>;
}
