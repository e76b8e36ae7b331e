/** Gateways for tests: real nginx, Caddy and HAProxy with the configuration of `examples/gateways`, on ports of their own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "@/db/testing/free-port";
import { CADDY, HAPROXY, NGINX, pathOf } from "@/testing/programs/programs";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples", "gateways");

export const GATEWAYS = ["nginx", "Caddy", "HAProxy"] as const;
export type GatewayName = (typeof GATEWAYS)[number];

export type Gateway = {
  readonly port: number;
  readonly stop: () => Promise<void>;
};

type Ports = { readonly own: number; readonly gate: number; readonly api: number };

/** Starts the gateway before an API and a gate on these ports of 127.0.0.1, and waits until it listens. */
export function startGateway(name: GatewayName, gatePort: number, apiPort: number): Promise<Gateway> {
  return start(name, SPAWN[name], gatePort, apiPort);
}

/** Starts what the controller ingress-nginx makes of `ingress-nginx.yaml`, as far as it is about the gate. */
export function startIngress(gatePort: number, apiPort: number): Promise<Gateway> {
  return start("ingress-nginx", spawnIngress, gatePort, apiPort);
}

function spawnIngress(folder: string, ports: Ports): ChildProcess {
  return spawnNginx(folder, ports, ingressText(ports));
}

type Spawn = (folder: string, ports: Ports) => ChildProcess;

async function start(name: string, spawnIt: Spawn, gatePort: number, apiPort: number): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-gateway-"));
  const ports = { own: await freePort(), gate: gatePort, api: apiPort };
  const child = spawnIt(folder, ports);
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

/** The controller's own headers for the question, and headers of the answer by the annotation of the example. */
function ingressText(ports: Ports): string {
  const text = readFileSync(join(EXAMPLES, "ingress-nginx.yaml"), "utf8");
  const annotation = /auth-response-headers: >-\s+(\S+)/.exec(text)?.[1] ?? "";
  const names = annotation.split(",");
  const path = /auth-url: http:\/\/[^/]+(\S+)/.exec(text)?.[1] ?? "";
  return `
    server {
      listen 127.0.0.1:${ports.own};
      location / {
        auth_request /_external-auth;
        ${names.map((name, index) => `auth_request_set $header${index} $upstream_http_${name.toLowerCase().replaceAll("-", "_")};`).join("\n")}
        ${names.map((name, index) => `proxy_set_header ${name} $header${index};`).join("\n")}
        proxy_set_header Host $http_host;
        proxy_pass http://127.0.0.1:${ports.api};
      }
      location = /_external-auth {
        internal;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header X-Forwarded-Proto "";
        proxy_set_header Host countersign-gate;
        proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
        proxy_set_header X-Original-Method $request_method;
        proxy_set_header X-Sent-From "nginx-ingress-controller";
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Auth-Request-Redirect $request_uri;
        proxy_http_version 1.1;
        proxy_pass http://127.0.0.1:${ports.gate}${path};
      }
    }`;
}

function spawnNginx(folder: string, ports: Ports, text: string = example("nginx.conf", ports)): ChildProcess {
  mkdirSync(join(folder, "temporary"));
  writeFileSync(join(folder, "api.conf"), text);
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

function spawnHaproxy(folder: string, ports: Ports): ChildProcess {
  const here = (text: string) =>
    text.replaceAll("/run/haproxy/", `${folder}/`).replaceAll("/etc/haproxy/", `${folder}/`);
  writeFileSync(
    join(folder, "countersign.lua"),
    here(readFileSync(join(EXAMPLES, "countersign.lua"), "utf8")),
  );
  const file = join(folder, "haproxy.cfg");
  writeFileSync(file, here(example("haproxy.cfg", ports)));
  return spawn(pathOf(HAPROXY), ["-db", "-q", "-f", file], { stdio: ["ignore", "ignore", "pipe"] });
}

const SPAWN: Record<GatewayName, Spawn> = {
  nginx: spawnNginx,
  Caddy: spawnCaddy,
  HAProxy: spawnHaproxy,
};

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setTimeout(resolve, 10, false));
  });
}
