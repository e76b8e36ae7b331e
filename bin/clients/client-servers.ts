/** Console and gate as clients of an app find them: behind TLS, on a database of the test's own. */
import { freePort } from "../../db/testing/free-port";
import { startProgram, untilPrinted } from "../../db/testing/program";
import { makeAuthority } from "../../testing/network/tls-authority";
import { openTlsFront } from "./tls-front";

/** As the handlers of this process have it, so that a session that a test starts is the console's too. */
export const AUTH_SECRET = process.env["AUTH_SECRET"] ?? "";

export type ClientServers = {
  /** `https://localhost:<port>` */
  readonly issuer: string;
  /** `localhost:<port>`, as SDKs are told it. */
  readonly authHost: string;
  /** `https://localhost:<port>`: where clients find the API. */
  readonly apiUrl: string;
  /** The console itself, without TLS, for the browser of the test. */
  readonly consoleUrl: string;
  /** Makes node, curl and Python trust the servers. */
  readonly trust: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts what a gate that runs already needs before it, and waits until it answers.
 * @param databaseUrl of the application's own login
 */
export async function startClientServers(
  databaseUrl: string,
  gate: { readonly url: string; readonly port: number },
): Promise<ClientServers> {
  const authority = makeAuthority();
  const api = await openTlsFront(authority, gate.port);
  const port = await freePort();
  const front = await openTlsFront(authority, port);
  const web = startProgram("bin/run-one.ts", {
    args: ["web"],
    environment: {
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      APP_URL: `https://${front.host}`,
      GATE_URL: gate.url,
      GATE_PUBLIC_URL: `https://${api.host}`,
      AUTH_SECRET,
    },
  });
  await untilPrinted(web, "web is ready");
  return {
    issuer: `https://${front.host}`,
    authHost: front.host,
    apiUrl: `https://${api.host}`,
    consoleUrl: `http://127.0.0.1:${port}`,
    trust: {
      NODE_EXTRA_CA_CERTS: authority.file,
      CURL_CA_BUNDLE: authority.file,
      SSL_CERT_FILE: authority.file,
    },
    stop: async () => {
      await Promise.all([front.close(), api.close()]);
      web.process.kill("SIGTERM");
      await web.ended;
      authority.forget();
    },
  };
}
