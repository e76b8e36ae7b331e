/**
 * The text of the cookie by which a browser is known that has signed somebody in. It signs nobody in: it only spares the
 * person to be held up by the tries of others.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 32;
const ID = /^[\w-]{22}$/;
const MARK = /^([\w-]{22})\.([0-9a-z]{1,11})$/;
/** People who share a browser; of more, those who signed in last. */
const PEOPLE_MAX = 5;

/** A browser as the token names it, with the people who have signed in there, the last one first. */
export type Device = { readonly id: string; readonly people: readonly DevicePerson[] };
/** @param mark stands for the person's email @param at when the person signed in there last, in milliseconds */
type DevicePerson = { readonly mark: string; readonly at: number };

/** The token of this browser after a person has signed in. @param before what it had, or null */
export function writeDevice(secret: string, before: Device | null, email: string, at: Date): string {
  const mark = markOf(secret, email);
  const others = before?.people.filter((person) => person.mark !== mark) ?? [];
  const people = [{ mark, at: at.getTime() }, ...others].slice(0, PEOPLE_MAX);
  const id = before?.id ?? randomBytes(16).toString("base64url");
  const text = [id, ...people.map((person) => `${person.mark}.${person.at.toString(36)}`)].join("~");
  return `${text}~${macOf(secret, text).toString("base64url")}`;
}

/** The browser that a token names, or null for one that was not written here with this secret. */
export function readDevice(secret: string, token: string): Device | null {
  const end = token.lastIndexOf("~");
  if (end < 0 || token.length > 500) return null;
  const text = token.slice(0, end);
  const mac = Buffer.from(token.slice(end + 1), "base64url");
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(secret, text))) return null;
  const [id = "", ...marks] = text.split("~");
  const people = marks.flatMap((part) => {
    const [, mark, at] = MARK.exec(part) ?? [];
    return mark !== undefined && at !== undefined ? [{ mark, at: Number.parseInt(at, 36) }] : [];
  });
  return ID.test(id) ? { id, people } : null;
}

/** The cookie's name: with the prefix that pins it to this host where the site is served over TLS. */
export function deviceCookieName(isSecure: boolean): string {
  return isSecure ? "__Host-countersign.device" : "countersign.device";
}

/** The browser that the cookie among these tells of. @param cookies a request's `Cookie` header */
export function deviceIn(secret: string, cookies: string, isSecure: boolean): Device | null {
  const start = `${deviceCookieName(isSecure)}=`;
  const found = cookies.split(";").find((cookie) => cookie.trim().startsWith(start));
  return found === undefined ? null : readDevice(secret, found.trim().slice(start.length));
}

/** When the person with this email signed in there last; null for never. */
export function signedInAt(secret: string, device: Device, email: string): Date | null {
  const mark = markOf(secret, email);
  const person = device.people.find((candidate) => candidate.mark === mark);
  return person ? new Date(person.at) : null;
}

function macOf(secret: string, text: string): Buffer {
  return createHmac("sha256", secret).update(`countersign device ${text}`).digest();
}

/** Sixteen bytes that nobody can connect with an address without the secret. */
function markOf(secret: string, email: string): string {
  const mac = createHmac("sha256", secret).update(`countersign device of ${email.trim().toLowerCase()}`);
  return mac.digest().subarray(0, 16).toString("base64url");
}
