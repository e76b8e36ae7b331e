/** What to do about each refusal of the authorization server, in the words of somebody who stands beside the developer. */
import type { HelpTopic } from "@/lib/domain/oauth/help";

export type HelpText = {
  readonly title: string;
  /** What the answer says, as programs log it: error, or description where the wire fixes one. */
  readonly words: readonly string[];
  readonly meaning: string;
  /** What to try, the likeliest first. */
  readonly steps: readonly string[];
};

export const OAUTH_HELP: Record<HelpTopic, HelpText> = {
  "consent-required": {
    title: "The person has not allowed the app yet",
    words: ["consent_required", "login_required", "access_denied"],
    meaning:
      "A token acts for a person only within what this person has allowed this app, once, in a browser, or what an admin of their organization has allowed it for all.",
    steps: [
      "Have the person open the consent address and press Allow. The code that comes back need not be redeemed.",
      "If they did: the program asks for more scopes than they allowed, or they have taken it back under Connected apps.",
      "For JWT Grant the scopes they allow have to include impersonation.",
      "For everybody at once, send an admin of their organization there with admin_consent_scope: it covers its accounts and addresses of its verified domains.",
      "Sandbox and production are allowed apart, though the GUID is the same.",
    ],
  },
  "app-not-found": {
    title: "No app has this GUID here",
    words: ["issuer_not_found"],
    meaning: "The assertion’s iss is no app that gives tokens at this address.",
    steps: [
      "Compare iss with the GUID on the app’s page, character by character. It is the GUID, not the app’s name.",
      "If the app is in the sandbox only, it is not live yet: take it through Go Live, or use the sandbox’s address.",
      "If it was revoked, nothing brings it back: create another app.",
    ],
  },
  client: {
    title: "The app did not prove who it is",
    words: ["invalid_client"],
    meaning:
      "GUID and secret do not belong together, or there is no such app here. The answer does not say which.",
    steps: [
      "Compare the secret’s last four characters with those under Credentials: it may be removed, expired, or of another app.",
      "Production has secrets of its own: those of the sandbox app do not work there.",
      "Send GUID and secret by HTTP Basic or as client_id and client_secret in the body, not both.",
      "An app without a secret has to be a public one, which sends its client_id and proves itself with PKCE.",
    ],
  },
  code: {
    title: "The code is used up, too old, or not this app’s",
    words: ["expired_client_token", "invalid_grant"],
    meaning:
      "A code is good once, within two minutes, for the app and the redirect URI that it was made for.",
    steps: [
      "Redeem it at once, and only once: a second use ends the tokens of the first. Watch for pages that load twice.",
      "Send the code_verifier whose challenge began this request, and the redirect_uri that it was sent to, or none.",
      "Send people through the consent address again: every time brings another code.",
      "A wrong secret is answered with invalid_client here. Other platforms answer it with expired_client_token.",
    ],
  },
  "refresh-token": {
    title: "The refresh token is used up or has ended",
    words: ["expired_grant"],
    meaning:
      "Each refresh brings another refresh token; the one before is good no more, and its second use ends all of them.",
    steps: [
      "Store the new refresh token before anything else, and refresh in one place only, never in two at once.",
      "After 30 days it ends. With the scope extended, each refresh begins 30 new ones.",
      "It also ends with the person’s consent, the secret that it was last refreshed with, and the app.",
      "Send the person through the consent address again.",
    ],
  },
  signature: {
    title: "No key of the app verifies the assertion",
    words: ["no_valid_keys_or_signatures"],
    meaning: "The signature, or one of the assertion’s claims, is not what this server takes.",
    steps: [
      "Sign with RS256 and the private key whose public key stands under Credentials. Sandbox and production each have their own.",
      "Set aud to this server’s host, with its port where it has one, without https:// and without a path.",
      "Set exp, in seconds since 1970: milliseconds are too far off. An hour ahead is usual, a day at most.",
      "Where the assertion has a jti it is taken once: make another for each request.",
    ],
  },
  clock: {
    title: "The assertion is not for this moment",
    words: ["no_valid_keys_or_signatures", "invalid_grant"],
    meaning: "Its times and the clock here differ by more than the 60 seconds that are forgiven.",
    steps: [
      "Compare the clock of the computer that signs with the time below, and let it be set by the network (NTP).",
      "Take the time in UTC, in seconds since 1970: not local time, and not milliseconds.",
      "Make an assertion for each request; do not keep one.",
    ],
  },
  "user-not-found": {
    title: "The person is not known here",
    words: ["user_not_found"],
    meaning: "sub names nobody who is an active member of an account of the app’s environment.",
    steps: [
      "Set sub to the person’s id, which user info answers as sub: not to their address of mail.",
      "The id can be another one in production than in the sandbox.",
      "Ask an admin of the account whether the person is still active under Members.",
    ],
  },
  "app-not-allowed": {
    title: "The app may not do this",
    words: ["unauthorized_client"],
    meaning: "The app is known, and what it asks for is switched off for it.",
    steps: [
      "For JWT Grant, impersonation has to be among the app’s scopes.",
      "response_type=token works where Implicit is switched on under Credentials. Use code with PKCE instead.",
      "The account that manages the app needs integration keys, which its plan or an admin may have ended.",
    ],
  },
  scopes: {
    title: "The scopes can’t be given",
    words: ["invalid_scope"],
    meaning: "A scope does not exist, or goes beyond the app’s own.",
    steps: [
      "Separate scopes by one space, which is %20 or + in an address.",
      "Ask for what stands among the app’s scopes on its page: no token holds more.",
      "A refresh can ask for less than was granted, never for more.",
    ],
  },
  resource: {
    title: "The token is not for this resource",
    words: ["invalid_target"],
    meaning:
      "resource has to be an absolute address without a fragment, and at /oauth/token the one that was authorized or a part of it.",
    steps: ["Send to /oauth/token what was sent to /oauth/auth, a part of it, or no resource."],
  },
  request: {
    title: "The request can’t be read",
    words: ["invalid_request", "unsupported_grant_type", "unsupported_response_type"],
    meaning: "Something is missing, comes twice, or is written in another way. error_description says what.",
    steps: [
      "Send POST with Content-Type: application/x-www-form-urlencoded, and each parameter once.",
      "grant_type is authorization_code, refresh_token or urn:ietf:params:oauth:grant-type:jwt-bearer.",
      "PKCE is by S256: code_challenge is base64url, without = at its end.",
    ],
  },
  "access-token": {
    title: "The access token is not good",
    words: ["invalid_token"],
    meaning: "It has ended, is written in part only, or came without the word Bearer before it.",
    steps: [
      "Send the header Authorization: Bearer, one space, and the token.",
      "Tokens of a code last 8 hours, those of JWT Grant 1 hour. Refresh, or sign another assertion.",
      "It ends at once with the consent, the app, its secret or key pair, and the person’s membership.",
    ],
  },
  "too-many-refusals": {
    title: "Too many requests were refused",
    words: ["too_many_refusals"],
    meaning: "This client is slowed down for as long as the answer says. What is not refused is not counted.",
    steps: [
      "Wait for the seconds of Retry-After.",
      "Find out why the requests before were refused: their answers have addresses of their own.",
    ],
  },
  trouble: {
    title: "It is our fault, and it passes",
    words: ["temporarily_unavailable", "server_error"],
    meaning: "The server can’t answer at the moment. Nothing was given and nothing ended.",
    steps: [
      "Try again after the seconds of Retry-After.",
      "If it stays so, tell support the request id: the header X-Request-Id has it.",
    ],
  },
};
