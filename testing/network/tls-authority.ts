/** An authority that lives as long as a test, for servers that are asked by https. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OPENSSL, pathOf } from "../programs/programs";

export type Authority = {
  /** The certificate in PEM, which clients are told to trust. */
  readonly file: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly forget: () => void;
};

const KEY_OPTIONS = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes an authority and the certificate of a name in one: of `localhost`, unless told otherwise. */
export function makeAuthority(name = "localhost"): Authority {
  const folder = mkdtempSync(join(tmpdir(), "countersign-authority-"));
  const file = join(folder, "ca.pem");
  const keyFile = join(folder, "key.pem");
  const names = `subjectAltName=DNS:${name}${name === "localhost" ? ",IP:127.0.0.1" : ""}`;
  const request = ["req", "-x509", ...KEY_OPTIONS, "-days", "1", "-subj", `/CN=${name}`, "-addext", names];
  execFileSync(pathOf(OPENSSL), [...request, "-keyout", keyFile, "-out", file], { stdio: "pipe" });
  return {
    file,
    certificate: readFileSync(file),
    key: readFileSync(keyFile),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
