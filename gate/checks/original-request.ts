import { originalRequest, type OriginalRequest } from "../../lib/domain/route-table/original-request";
import type { GateRequest } from "../http/answer";
import { GateRefusal } from "../http/problem";

/**
 * The request that the gateway asks about, or this request itself (lib/domain/route-table/original-request.ts).
 * @throws GateRefusal invalid_request where it can't be told
 */
export function readOriginalRequest(request: Pick<GateRequest, "method" | "path" | "text">): OriginalRequest {
  const read = originalRequest((name) => request.text(name), request);
  if (!("fault" in read)) return read;
  const detail =
    read.fault === "differ"
      ? `The headers ${read.first} and ${read.second} say different things. Let the gateway set one and remove the other.`
      : "The header x-original-url is no whole address: https://host/path.";
  throw new GateRefusal({ code: "invalid_request", detail });
}
