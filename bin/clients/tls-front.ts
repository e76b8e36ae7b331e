/** TLS before a server that speaks plain HTTP, with an authority that lives as long as a test: SDKs insist on https. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";

import { OPENSSL, pathOf } from "../../testing/programs";

export type Authority = {
  /** The certificate in PEM, which clients are told to trust. */
  readonly file: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly forget: () => void;
};

const KEY_OPTIONS = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Makes an authority and the certificate of `localhost` in one. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "countersign-authority-"));
  const file = join(folder, "ca.pem");
  const keyFile = join(folder, "key.pem");
  const request = ["req", "-x509", ...KEY_OPTIONS, "-days", "1", "-subj", "/CN=localhost", "-addext", NAMES];
  execFileSync(pathOf(OPENSSL), [...request, "-keyout", keyFile, "-out", file], { stdio: "pipe" });
  return {
    file,
    certificate: readFileSync(file),
    key: readFileSync(keyFile),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type TlsFront = {
  /** `localhost:<port>` */
  readonly host: string;
  readonly close: () => Promise<void>;
};

/** Takes TLS connections and hands what they carry on, byte by byte. @param port of a server of this machine */
export async function openTlsFront(authority: Authority, port: number): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const server = createServer({ cert: authority.certificate, key: authority.key }, (outside) => {
    const inside = connect(port, "127.0.0.1");
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on("close", () => [outside, inside].forEach((one) => one.destroy()));
      // Who hangs up is no fault of the test.
      socket.on("error", () => undefined);
    }
    outside.pipe(inside).pipe(outside);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { host: `localhost:${portOf(server)}`, close: () => closeAll(server, sockets) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  return address.port;
}

async function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, "close");
}
