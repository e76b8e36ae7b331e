/** Gets a token for a person who is not there, says whom it acts as, and makes a first call (JWT Grant). */
import { readFile } from "node:fs/promises";

import docusign from "docusign-esign";

const { AUTH_HOST, CLIENT_ID, USER_ID, PRIVATE_KEY_FILE, REDIRECT_URI } = process.env;

const client = new docusign.ApiClient();
client.setOAuthBasePath(AUTH_HOST);

const key = await readFile(PRIVATE_KEY_FILE);
let token;
try {
  const answer = await client.requestJWTUserToken(
    CLIENT_ID,
    USER_ID,
    ["signature", "impersonation"],
    key,
    3600,
  );
  token = answer.body.access_token;
} catch (error) {
  const { error: code, error_description: description, error_uri: help } = error.response?.data ?? {};
  if (code === undefined) throw error;
  console.error(`Refused: ${code}, ${description}. ${help}`);
  if (code === "consent_required") {
    console.error(`The person allows it here, once: ${client.getJWTUri(CLIENT_ID, REDIRECT_URI, AUTH_HOST)}`);
  }
  process.exit(1);
}

const person = await client.getUserInfo(token);
const account = person.accounts.find(({ isDefault }) => isDefault === "true");
console.log(`Acts as ${person.email} in ${account.accountName}.`);

// Where the API is, the answer says; setting it forgets the authorization server's address.
client.setBasePath(`${account.baseUri}/restapi`);
client.setOAuthBasePath(AUTH_HOST);
client.addDefaultHeader("Authorization", `Bearer ${token}`);
const settings = await new docusign.DiagnosticsApi(client).getRequestLogSettings();
console.log(`First call: request logging is ${settings.apiRequestLogging}.`);
