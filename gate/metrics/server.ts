import { createServer, type Server, type ServerResponse } from "node:http";

import type { GateSettings } from "../../lib/platform/settings/env";

const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export type MetricsServer = { readonly port: number; readonly close: () => void };

/**
 * Serves `GET /metrics` on a port of its own, which is for those who run the gate.
 * @param text the metrics in Prometheus' text format
 * @throws Error with one line that says why it can't listen
 */
export async function serveMetrics(
  settings: GateSettings,
  text: () => Promise<string>,
): Promise<MetricsServer | null> {
  const { GATE_METRICS_HOST: host, GATE_METRICS_PORT: port } = settings;
  if (port === undefined) return null;
  const server = createServer({ maxHeaderSize: 8 * 1024, headersTimeout: 5_000, requestTimeout: 5_000 });
  server.maxConnections = 50;
  server.on("request", (request, response) => {
    const [path] = (request.url ?? "").split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (path !== "/metrics" || !isRead) {
      response.writeHead(path === "/metrics" ? 405 : 404, { Allow: "GET, HEAD", "Content-Length": 0 }).end();
      return;
    }
    void answer(response, request.method === "HEAD", text);
  });
  return listening(server, host, port);
}

async function answer(response: ServerResponse, isHead: boolean, text: () => Promise<string>): Promise<void> {
  try {
    const body = await text();
    const headers = { "Content-Type": CONTENT_TYPE, "Content-Length": Buffer.byteLength(body) };
    response.writeHead(200, headers).end(isHead ? undefined : body);
  } catch {
    response.writeHead(503, { "Content-Length": 0 }).end();
  }
}

function listening(server: Server, host: string, port: number): Promise<MetricsServer> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      const advice = isTaken
        ? "is in use. Stop what listens there, or set GATE_METRICS_PORT."
        : error.message;
      reject(new Error(`${host}:${port} (metrics) ${advice}`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === "object" ? address.port : port,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
