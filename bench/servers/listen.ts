import type { Server } from "node:http";

/** Listens on a free port of the loopback address, says which, and ends on SIGTERM. */
export function listen(server: Server): void {
  server.keepAliveTimeout = 75_000;
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : null }));
  });
  process.once("SIGTERM", () => process.exit(0));
}

/** The headers that the gate sends for a call that is let through, byte for byte but for their values. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  "X-Request-Id": "01990000-0000-7000-8000-000000000000",
  "X-Countersign-Call": "01990000-0000-7000-8000-000000000000",
  "X-Countersign-Key": "01990000-0000-7000-8000-000000000000",
  "X-Countersign-Account": "01990000-0000-7000-8000-000000000000",
  "X-Countersign-User": "01990000-0000-7000-8000-000000000000",
  "X-Countersign-Environment": "production",
  "X-Countersign-Scopes": "agreements:read users:read",
  "X-RateLimit-Limit": "2147483647",
  "X-RateLimit-Remaining": "2147400000",
  "X-RateLimit-Reset": "1767225600",
  "X-BurstLimit-Limit": "2147483647",
  "X-BurstLimit-Remaining": "2147400000",
  "Cache-Control": "no-store",
  "Content-Length": "0",
};
