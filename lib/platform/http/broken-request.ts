import type { Duplex } from "node:stream";

import { newCallId } from "../ids";
import { lingerThenDestroy } from "./unread-body";

const STATUS_LINES: Readonly<Record<string, readonly [status: number, title: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are larger than 16 KiB."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not arrive in time."],
};
const MALFORMED = [400, "Bad Request", "This is not a well-formed HTTP request."] as const;

/**
 * Answers what is no HTTP request, came too slowly, or has too many headers; then closes the connection.
 * @param headers that every answer of this server has
 */
export function answerBrokenRequest(
  error: Error,
  socket: Duplex,
  headers: Readonly<Record<string, string>> = {},
): void {
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title, detail] = STATUS_LINES[code] ?? MALFORMED;
  const requestId = newCallId();
  const type = "urn:countersign:problem:invalid_request";
  const body = JSON.stringify({ type, title, status, detail, code: "invalid_request", requestId });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Cache-Control: no-store",
      `X-Request-Id: ${requestId}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
  lingerThenDestroy(socket);
}
