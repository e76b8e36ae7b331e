/** An app on this computer, as a developer would write it: it sends people to the console and is sent an answer. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { CONSOLE_URL } from "./addresses";
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
  readonly close: () => Promise<void>;
};

/** Makes an app in the person's sandbox account, with a secret, and listens for its answers. */
export async function openLoopbackApp(
  person: Person,
  scopes = ["agreements:read", "signature", "extended"],
): Promise<LoopbackApp> {
  const answers: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/callback") answers.push(url.searchParams);
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>The app</title><link rel=icon href=data:,><h1>Back in the app</h1>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const redirectUri = `http://127.0.0.1:${port}/callback`;

  const accountId = person.accountId("Acme Developer");
  const { id, clientId, name } = await person.bff.createApp(accountId, {
    name: uniqueName("Portal"),
    scopes,
  });
  const api = `/api/accounts/${accountId}/integration-keys/${id}`;
  const made = await person.bff.ask(`${api}/secrets`, { method: "POST", data: { name: "server" } });
  const { value } = (await made.json()) as { value: string };
  const uris = { redirectUris: ["http://127.0.0.1/callback"] };
  expect((await person.bff.ask(`${api}/redirect-uris`, { method: "PUT", data: uris })).status()).toBe(200);

  return {
    id,
    clientId,
    name,
    host: `127.0.0.1:${port}`,
    start: (more = {}) => {
      const fields = {
        response_type: "code",
        scope: "signature",
        client_id: clientId,
        redirect_uri: redirectUri,
        state: "a b+c&d",
      };
      return `${CONSOLE_URL}/oauth/auth?${new URLSearchParams({ ...fields, ...more })}`;
    },
    answer: () => Object.fromEntries(answers.at(-1) ?? []),
    redeem: async (code = "") => {
      const answer = await fetch(`${CONSOLE_URL}/oauth/token`, {
        method: "POST",
        headers: { Authorization: `Basic ${btoa(`${clientId}:${value}`)}` },
        body: new URLSearchParams({ grant_type: "authorization_code", code }),
      });
      expect(answer.status).toBe(200);
      return (await answer.json()) as Tokens;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A spare connection that the browser opened would keep it.
        server.closeAllConnections();
      }),
  };
}
