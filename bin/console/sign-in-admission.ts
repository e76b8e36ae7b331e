/**
 * Lets sign-ins in, or refuses them, before the framework gets them. In a flood it would take each of them up before it
 * gets to the one that refuses it, and everybody else's page waits behind.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import { subscriberOf } from "../../lib/domain/ip-addresses";
import { HASH_BOUNDS } from "../../lib/platform/passwords/hash-queue";
import { Places } from "../../lib/platform/passwords/places";
import { noteSecurity } from "../../lib/platform/logs/security-log";
import { refuseUnreadable } from "./unreadable-request";

/** Ours, and next-auth's own for programs that know it. */
const SIGN_INS = /^\/api\/(?:sign-in|auth\/callback\/credentials)\/?$/;
/** More than any email and password take, however they are written. */
const BODY_BYTES_MAX = 16 * 1024;

/** Whether a request sends a password to sign in with, in any spelling of the address that the framework takes. */
export function isSignIn(method: string, target: string): boolean {
  return method === "POST" && SIGN_INS.test(decodeURIComponent(target.split("?", 1)[0] ?? ""));
}

type Part = {
  readonly isKnownBrowser: (cookies: string) => boolean;
  readonly handle: (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;
};

/** Lets in as many sign-ins as the hashing of passwords has places for, a known browser's apart. */
export class SignInAdmission {
  private readonly places = new Places(HASH_BOUNDS);
  private readonly part: Part;

  constructor(part: Part) {
    this.part = part;
  }

  /** Hands a sign-in to the framework, or answers 503 at once where no place is free for it. */
  async take(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const { url: target = "" } = request;
    // Who sends slowly takes nobody's place meanwhile; how long that may last is the server's limit.
    const sent = await untilSent(request);
    if (sent === "gone") return;
    if (sent === "too large") {
      refuseUnreadable("body_too_large", { target, requestId }, response);
      return;
    }
    const address = String(request.headers["x-countersign-address"] ?? "");
    const isKnown = this.part.isKnownBrowser(request.headers.cookie ?? "");
    const leave = this.places.take({ isKnown, origin: subscriberOf(address) ?? "unknown" });
    if (leave === null) {
      noteSecurity({ kind: "limit_reached", code: "too_busy", request: { requestId, address } });
      refuseUnreadable("too_busy", { target, requestId }, response);
      return;
    }
    // Not the answer's end: the work goes on where the client has hung up.
    await this.part.handle(request, response, requestId).finally(leave);
  }
}

type Sent = "whole" | "too large" | "gone";

/** Waits until the whole body is there, and leaves it unread. */
async function untilSent(request: IncomingMessage): Promise<Sent> {
  // Most come in one piece, and are whole once what has arrived is read.
  await new Promise((resolve) => setImmediate(resolve));
  if (request.destroyed) return "gone";
  if (request.complete) return request.readableLength > BODY_BYTES_MAX ? "too large" : "whole";
  return new Promise((resolve) => {
    const settle = (sent: Sent) => {
      request.off("readable", look).off("close", leave);
      resolve(sent);
    };
    const look = () => {
      if (request.readableLength >= BODY_BYTES_MAX) settle("too large");
      else if (request.complete) settle("whole");
    };
    const leave = () => settle("gone");
    request.on("readable", look).once("close", leave);
  });
}
