/** What a browser sends from the consent page, and what others would send in its place (CSRF). */
import { describe, expect, it } from "vitest";

import { GET as logout } from "@/app/oauth/logout/route";
import { POST as consent } from "@/app/oauth/consent/route";
import { testDatabase } from "@/db/testing/database";
import { call, cookieOf } from "@/testing/console";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";
import { asking, makeStory, REDIRECT_URI, type Story } from "@/testing/oauth/oauth-story";

import { consentTicket } from "../../auth/consent-ticket";
import { currentSession } from "../../auth/session";
import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../../oauth/consents/list-connected-apps";

const database = testDatabase(useDatabase);

/** The member's browser with the page of a request on screen. */
async function arrange() {
  const story = await makeStory(database);
  const cookie = await cookieOf(story.tenant.people.max);
  const session = await currentSession(new Headers({ cookie }), story.max.request);
  const request = asking(story.app, { state: "s" }).toString();
  const form = {
    request,
    ticket: consentTicket(session?.sessionId ?? "", request),
    account: story.tenant.account.id,
    decision: "allow",
  };
  return { story, cookie, form };
}

/** Where the browser goes on to from the page that answers the form. */
const nextOf = (answer: Response) => /^0; url=(.*)$/.exec(answer.headers.get("refresh") ?? "")?.[1] ?? "";

const isConnected = async (story: Story) => (await listConnectedApps(story.max)).data.length > 0;

function send(
  form: Readonly<Record<string, string>>,
  cookie?: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const type = { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" };
  const body = new URLSearchParams(form).toString();
  return call(consent, {
    method: "POST",
    path: "/oauth/consent",
    body,
    cookie,
    headers: { ...type, ...headers },
  });
}

describe("what somebody says on the consent page", () => {
  it("leads back to the app by a page of its own, which no cache keeps, sends no referrer, and has a link", async () => {
    const { story, cookie, form } = await arrange();
    const answer = await send(form, cookie);
    expect([answer.status, answer.headers.get("location")]).toEqual([200, null]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    const to = nextOf(answer);
    expect(await answer.text()).toContain(`<a href="${to.replaceAll("&", "&amp;")}">`);
    expect(to.startsWith(`${REDIRECT_URI}&code=ikc_live_`)).toBe(true);
    expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({ state: "s", iss: CONSOLE_ORIGIN });
    expect(await isConnected(story)).toBe(true);
  });

  it("is no where it is no", async () => {
    const { story, cookie, form } = await arrange();
    const answer = await send({ ...form, decision: "deny" }, cookie);
    expect(new URL(nextOf(answer)).searchParams.get("error")).toBe("access_denied");
    expect(await isConnected(story)).toBe(false);
  });

  it("is asked again where the session has ended meanwhile", async () => {
    const { story, form } = await arrange();
    const answer = await send(form);
    expect([answer.status, nextOf(answer)]).toEqual([200, `/oauth/auth?${form.request}`]);
    expect(await isConnected(story)).toBe(false);
    const odd = await send({ ...form, request: "state=a\r\nSet-Cookie: x=1&b=😀" });
    expect(nextOf(odd)).toBe("/oauth/auth?state=a%0D%0ASet-Cookie%3A+x%3D1&b=%F0%9F%98%80");
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ["from another site", {}, { "Sec-Fetch-Site": "cross-site" }],
    ["from another host of this site", {}, { "Sec-Fetch-Site": "same-site" }],
    ["without the page's ticket", { ticket: "" }, {}],
    ["with a ticket that is none", { ticket: "x".repeat(43) }, {}],
    ["for another request than was shown", { request: "client_id=x" }, {}],
    ["of an old browser that says nothing, without the ticket", { ticket: "" }, { "Sec-Fetch-Site": "" }],
  ])("is not taken %s", async (_, changed, headers) => {
    const { story, cookie, form } = await arrange();
    const answer = await send({ ...form, ...changed }, cookie, headers);
    expect(answer.status).toBe(403);
    expect(await isConnected(story)).toBe(false);
  });

  it("is not taken with the ticket of another session, of the same person even", async () => {
    const { story, form } = await arrange();
    const answer = await send(form, await cookieOf(story.tenant.people.max));
    expect(answer.status).toBe(403);
    expect(await isConnected(story)).toBe(false);
  });

  it("is about an account of theirs, and is yes or no", async () => {
    const [{ story, cookie, form }, other] = [await arrange(), await makeStory(database)];
    for (const changed of [
      { account: other.tenant.account.id },
      { account: "x" },
      { decision: "maybe" },
      { decision: "" },
    ]) {
      expect((await send({ ...form, ...changed }, cookie)).status).toBe(404);
    }
    expect(await isConnected(story)).toBe(false);
  });
});

describe("signing out for an app", () => {
  it("ends the session, and leads to the app's own address or to nobody's", async () => {
    const { story, cookie } = await arrange();
    const path = (uri: string) =>
      `/oauth/logout?${new URLSearchParams({ client_id: story.app.clientId, redirect_uri: uri, response_mode: "logout_redirect" })}`;
    const away = await call(logout, {
      path: path("https://evil.example/"),
      cookie: await cookieOf(story.tenant.people.max),
    });
    expect([away.status, away.headers.get("location")]).toEqual([303, "/sign-in?reason=signed-out"]);
    const answer = await call(logout, { path: path(REDIRECT_URI), cookie });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, REDIRECT_URI]);
    expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await currentSession(new Headers({ cookie }), story.max.request)).toBeNull();
  });
});
