/** Gateways for tests: real nginx and Caddy with the configuration of `examples/gateways`, on ports of their own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "@/db/testing/free-port";
import { CADDY, NGINX, pathOf } from "@/testing/programs";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples", "gateways");

export const GATEWAYS = ["nginx", "Caddy"] as const;
export type GatewayName = (typeof GATEWAYS)[number];

export type Gateway = {
  readonly port: number;
  readonly stop: () => Promise<void>;
};

type Ports = { readonly own: number; readonly gate: number; readonly api: number };

/** Starts the gateway before an API and a gate on these ports of 127.0.0.1, and waits until it listens. */
export async function startGateway(name: GatewayName, gatePort: number, apiPort: number): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-gateway-"));
  const ports = { own: await freePort(), gate: gatePort, api: apiPort };
  const child = name === "nginx" ? spawnNginx(folder, ports) : spawnCaddy(folder, ports);
  let errorText = "";
  child.stderr?.on("data", (chunk: Buffer) => (errorText += chunk.toString()));
  while (!(await accepts(ports.own))) {
    if (child.exitCode !== null) throw new Error(`${name} did not start: ${errorText}`);
  }
  return {
    port: ports.own,
    stop: async () => {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The example as it is, but for the three ports. */
function example(file: string, ports: Ports): string {
  const text = readFileSync(join(EXAMPLES, file), "utf8");
  const wanted = { ":8000": ports.own, ":3001": ports.gate, ":8080": ports.api };
  return Object.entries(wanted).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`${file} does not name the port ${from}`);
    return changed.replaceAll(from, `:${to}`);
  }, text);
}

/** What nginx has around the files of conf.d: Debian's nginx.conf, so to speak. */
const NGINX_MAIN = `
daemon off;
pid nginx.pid;
error_log stderr error;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path temporary/body;
  proxy_temp_path temporary/proxy;
  fastcgi_temp_path temporary/fastcgi;
  uwsgi_temp_path temporary/uwsgi;
  scgi_temp_path temporary/scgi;
  include api.conf;
}
`;

function spawnNginx(folder: string, ports: Ports): ChildProcess {
  mkdirSync(join(folder, "temporary"));
  writeFileSync(join(folder, "api.conf"), example("nginx.conf", ports));
  writeFileSync(join(folder, "nginx.conf"), NGINX_MAIN);
  const args = ["-p", folder, "-c", "nginx.conf", "-e", "stderr"];
  return spawn(pathOf(NGINX), args, { stdio: ["ignore", "ignore", "pipe"] });
}

function spawnCaddy(folder: string, ports: Ports): ChildProcess {
  const options = "{\n\tadmin off\n\tlog default {\n\t\tlevel ERROR\n\t}\n}\n";
  const file = join(folder, "Caddyfile");
  writeFileSync(file, options + example("Caddyfile", ports));
  const env = { NODE_ENV: "test" as const, PATH: process.env["PATH"], HOME: folder };
  const args = ["run", "--config", file, "--adapter", "caddyfile"];
  return spawn(pathOf(CADDY), args, { stdio: ["ignore", "ignore", "pipe"], env });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setTimeout(resolve, 10, false));
  });
}
