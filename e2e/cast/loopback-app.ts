/** An app on this computer, as a developer would write it: it sends people to the console and is sent an answer. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { CONSOLE_URL } from "../server/addresses";
import type { Person } from "./fixtures";
import { expect, uniqueName } from "./fixtures";

type Tokens = { readonly access_token: string; readonly refresh_token: string; readonly scope: string };

export type LoopbackApp = {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly host: string;
  /** Where the app sends people. @param more fields beside the usual ones, or in their place */
  readonly start: (more?: Readonly<Record<string, string>>) => string;
  /** The fields of the latest answer that came to the app. */
  readonly answer: () => Readonly<Record<string, string>>;
  readonly redeem: (code: string | undefined) => Promise<Tokens>;
};

/** What listens on this computer for the answers that a browser brings. */
export type Callback = {
  readonly redirectUri: string;
  readonly host: string;
  /** The fields of the latest answer. */
  readonly answer: () => Readonly<Record<string, string>>;
};

/** What listens: for one test, since a worker runs one at a time. */
const listening: Server[] = [];

/** Closes whatever listens: after each test, however it ended. */
export async function closeCallbacks(): Promise<void> {
  for (const server of listening.splice(0)) {
    const closed = once(server, "close");
    server.close();
    // A spare connection that the browser opened would keep it.
    server.closeAllConnections();
    await closed;
  }
}

/** Listens for answers on a port of its own, until {@link closeCallbacks}. @param sendsOn whether it sends people on to another origin */
export async function openCallback({ sendsOn = false } = {}): Promise<Callback> {
  const answers: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/callback") answers.push(url.searchParams);
    if (url.pathname === "/callback" && sendsOn) {
      response.writeHead(302, { Location: `http://localhost:${portOf(server)}/home` }).end();
      return;
    }
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>The app</title><link rel=icon href=data:,><h1>Back in the app</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  listening.push(server);
  const port = portOf(server);
  return {
    redirectUri: `http://127.0.0.1:${port}/callback`,
    host: `127.0.0.1:${port}`,
    answer: () => Object.fromEntries(answers.at(-1) ?? []),
  };
}

/**
 * Makes an app in the person's sandbox account, with a secret unless it is public, and listens for its answers until
 * {@link closeCallbacks}.
 * @param sendsOn whether its callback sends people on to another origin of the app's
 */
export async function openLoopbackApp(
  person: Person,
  {
    scopes = ["agreements:read", "signature", "extended"],
    sendsOn = false,
    isPublic = false,
  }: { readonly scopes?: readonly string[]; readonly sendsOn?: boolean; readonly isPublic?: boolean } = {},
): Promise<LoopbackApp> {
  const { redirectUri, host, answer } = await openCallback({ sendsOn });
  const accountId = person.accountId("Acme Developer");
  const { id, clientId, name } = await person.bff.createApp(accountId, {
    name: uniqueName("Portal"),
    scopes: [...scopes],
    isPublic,
  });
  const api = `/api/accounts/${accountId}/integration-keys/${id}`;
  const value = isPublic ? "" : await secretOf(person, api);
  const uris = { redirectUris: ["http://127.0.0.1/callback"] };
  expect((await person.bff.ask(`${api}/redirect-uris`, { method: "PUT", data: uris })).status()).toBe(200);

  return {
    id,
    clientId,
    name,
    host,
    start: (more = {}) => {
      const fields = {
        response_type: "code",
        scope: "signature",
        client_id: clientId,
        redirect_uri: redirectUri,
        state: "a b+c&d",
        // RFC 7636 appendix B.
        ...(isPublic
          ? { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" }
          : {}),
      };
      return `${CONSOLE_URL}/oauth/auth?${new URLSearchParams({ ...fields, ...more })}`;
    },
    answer,
    redeem: async (code = "") => {
      const redeemed = await fetch(`${CONSOLE_URL}/oauth/token`, {
        method: "POST",
        headers: { Authorization: `Basic ${btoa(`${clientId}:${value}`)}` },
        body: new URLSearchParams({ grant_type: "authorization_code", code }),
      });
      expect(redeemed.status).toBe(200);
      return (await redeemed.json()) as Tokens;
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function secretOf(person: Person, api: string): Promise<string> {
  const made = await person.bff.ask(`${api}/secrets`, { method: "POST", data: { name: "server" } });
  return ((await made.json()) as { value: string }).value;
}
