/** A request has the same credential here as at the gate, however it is written. */
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { readCredential as readAtGate } from "../../gate/checks/credential";
import { CONFLICT, readCredential } from "./src/credential.js";

const piece = fc.constantFrom(
  "Bearer",
  "bearer",
  "BEARER ",
  "Basic",
  " ",
  "\t",
  ",",
  ", ",
  ",,",
  "a",
  "b",
  "ik_live_x",
  "Bearer a",
  "=",
  "é",
);
const header = fc.option(
  fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")),
  { nil: undefined },
);

/** What the gate reads; "conflict" where it refuses two that differ. */
function atGate(authorization: string | undefined, accessToken: string | undefined) {
  try {
    return readAtGate({
      ...(authorization === undefined ? {} : { authorization }),
      ...(accessToken === undefined ? {} : { "access-token": accessToken }),
    });
  } catch {
    return "conflict";
  }
}

it("the client reads credentials as the gate does", () => {
  let conflicts = 0;
  fc.assert(
    fc.property(header, header, (authorization, accessToken) => {
      const read = readCredential(authorization, accessToken);
      if (read === CONFLICT) conflicts += 1;
      expect(read === CONFLICT ? "conflict" : read).toBe(atGate(authorization, accessToken));
    }),
    { numRuns: 5_000 },
  );
  expect(conflicts).toBeGreaterThan(20);
});
