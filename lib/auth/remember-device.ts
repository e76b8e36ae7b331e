import { findSession } from "../sessions/find";
import { sessionCookie } from "./cookie-name";
import { writeDeviceCookie } from "./device-cookie";
import { readSessionToken } from "./session-cookie";

/** Adds to an answer of next-auth that begins a session the cookie by which this browser is known from then on. */
export async function rememberDevice(request: Request, answer: Response): Promise<Response> {
  const { name } = sessionCookie();
  const begun = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  const cookie = begun?.split(";", 1)[0];
  const token = cookie === undefined ? null : await readSessionToken(new Headers({ cookie }));
  const session = token === null ? null : await findSession(token);
  if (session === null) return answer;
  const remembered = new Response(answer.body, answer);
  remembered.headers.append("Set-Cookie", writeDeviceCookie(request.headers, session.user.email));
  return remembered;
}
