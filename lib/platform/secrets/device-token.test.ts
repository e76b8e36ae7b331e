import { expect, it } from "vitest";

import { readDevice, signedInAt, writeDevice } from "./device-token";

const SECRET = "a secret of the tests, longer than 32 characters";
const NOW = new Date("2026-11-29T06:00:00.123Z");

it("knows the people who have signed in with a browser, by any spelling of their address, and when", () => {
  const token = writeDevice(SECRET, null, "Ada@Acme.example", NOW);
  const device = readDevice(SECRET, token);
  expect(device && signedInAt(SECRET, device, " ada@acme.example ")).toEqual(NOW);
  expect(device && signedInAt(SECRET, device, "grace@acme.example")).toBeNull();
  expect(token).not.toMatch(/ada|acme/i);
});

it("keeps the browser's name and the last five people, the last one first", () => {
  let device = null;
  let token = "";
  for (const name of ["a", "b", "c", "d", "e", "f", "b"]) {
    token = writeDevice(SECRET, device, `${name}@acme.example`, NOW);
    const next = readDevice(SECRET, token);
    if (device) expect(next?.id).toBe(device.id);
    device = next;
  }
  expect(device?.people).toHaveLength(5);
  const known = ["a", "b", "f"].map((name) => device && signedInAt(SECRET, device, `${name}@acme.example`));
  expect(known).toEqual([null, NOW, NOW]);
  expect(token.length).toBeLessThan(400);
});

it("takes nothing that was not written here: another secret, a changed character, a cut or a put-together token", () => {
  const token = writeDevice(SECRET, null, "ada@acme.example", NOW);
  expect(readDevice(`${SECRET}!`, token)).toBeNull();
  for (let index = 0; index < token.length - 1; index += 1) {
    const other = token[index] === "A" ? "B" : "A";
    expect(readDevice(SECRET, token.slice(0, index) + other + token.slice(index + 1))).toBeNull();
  }
  const [id, ...rest] = token.split("~");
  for (const text of ["", "~", "~~", token.slice(0, -4), `${id}~${rest.at(-1)}`, "x".repeat(5_000)]) {
    expect(readDevice(SECRET, text), text).toBeNull();
  }
});
