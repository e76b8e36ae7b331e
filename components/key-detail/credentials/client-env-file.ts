/** A `.env` file with what a client library asks for: the GUID of the app and its secret. */
export function clientEnvFile(
  app: { readonly name: string; readonly clientId: string },
  secret: string,
): string {
  return [`# ${app.name}`, `CLIENT_ID=${app.clientId}`, `CLIENT_SECRET=${secret}`, ""].join("\n");
}
