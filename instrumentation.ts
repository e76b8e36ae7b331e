import type { Instrumentation } from "next";

/** Logs what broke while a page was drawn, under the id that the error page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env["NEXT_RUNTIME"] === "edge") return;
  const { createLogger } = await import("@/lib/platform/logs/logger");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  const requestId = request.headers["x-request-id"] ?? null;
  // The path alone: a query may hold what people typed.
  const path = request.path.split("?", 1)[0];
  createLogger("web").error({ err: error, requestId, digest, path, route: context.routePath }, "page failed");
};
