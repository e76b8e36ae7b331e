/** Sends a person to allow the app, redeems the code that comes back, and makes a first call (Authorization Code). */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

import docusign from "docusign-esign";

const { AUTH_HOST, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;

const client = new docusign.ApiClient();
client.setOAuthBasePath(AUTH_HOST);

const state = randomUUID();
const server = createServer().listen(Number(new URL(REDIRECT_URI).port), "127.0.0.1");
await once(server, "listening");
console.log(
  `Open ${client.getAuthorizationUri(CLIENT_ID, ["signature", "extended"], REDIRECT_URI, "code", state)}`,
);

const [request, response] = await once(server, "request");
response.end("Thank you. Go back to the terminal.");
server.close();
server.closeIdleConnections();
const answer = new URL(request.url, REDIRECT_URI).searchParams;
if (answer.get("state") !== state) throw new Error("This is not the answer to our question.");
if (answer.has("error")) throw new Error(`Refused: ${answer.get("error")}`);

const token = await client.generateAccessToken(CLIENT_ID, CLIENT_SECRET, answer.get("code"));
console.log(`Good for ${token.expiresIn} seconds, with a refresh token: ${Boolean(token.refreshToken)}.`);

const person = await client.getUserInfo(token.accessToken);
const account = person.accounts.find(({ isDefault }) => isDefault === "true");
console.log(`Acts as ${person.email} in ${account.accountName}.`);

client.setBasePath(`${account.baseUri}/restapi`);
client.addDefaultHeader("Authorization", `Bearer ${token.accessToken}`);
const settings = await new docusign.DiagnosticsApi(client).getRequestLogSettings();
console.log(`First call: request logging is ${settings.apiRequestLogging}.`);
