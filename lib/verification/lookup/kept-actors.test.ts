import { expect, it } from "vitest";

import { createKeptActors } from "./kept-actors";
import { toFoundPrincipal, type CredentialKind, type FoundPrincipal, type PrincipalRow } from "./principal";
import { principalRow } from "./testing/principal-row";

function found(change: Partial<PrincipalRow> = {}, kind: CredentialKind = "long_lived"): FoundPrincipal {
  const row = principalRow(1, change);
  return toFoundPrincipal(kind, row, row.now);
}

it("knows whom a key acts as from the moment that it was noted, and not to lookups that were sent before", () => {
  const actors = createKeptActors(10);
  const before = actors.moment();
  actors.note(found());
  const after = actors.moment();
  expect(actors.find("account", "person", before)).toBeUndefined();
  expect(actors.find("account", "person", after)).toMatchObject({
    actsAs: found().principal.actsAs,
    epochs: found().proof.epochs,
  });
  expect(actors.find("account", "another", after)).toBeUndefined();
  expect(actors.find("another", "person", after)).toBeUndefined();
});

it.each([{ account_epoch: "2" }, { user_epoch: "2" }])(
  "knows whoever has changed from then on: %o",
  (change) => {
    const actors = createKeptActors(10);
    actors.note(found());
    const before = actors.moment();
    actors.note(found(change));
    expect(actors.find("account", "person", before)).toBeUndefined();
    const now = actors.find("account", "person", actors.moment());
    expect(now?.epochs).toEqual(found(change).proof.epochs);
  },
);

it("goes on to know whoever is found again by the same epochs, to lookups under way too", () => {
  const actors = createKeptActors(10);
  actors.note(found());
  const sent = actors.moment();
  actors.note(found({ key_id: "another key" }));
  expect(actors.find("account", "person", sent)).toBeDefined();
});

it("forgets who was not proved", () => {
  const actors = createKeptActors(10);
  actors.note(found());
  actors.forget(found());
  expect(actors.find("account", "person", actors.moment())).toBeUndefined();
});

it("takes no note of tokens, whose facts their management account has a part in", () => {
  const actors = createKeptActors(10);
  actors.note(found({}, "access_token"));
  expect(actors.find("account", "person", actors.moment())).toBeUndefined();
});

it("keeps so many and no more, and none where none may be kept", () => {
  const [some, none] = [createKeptActors(10), createKeptActors(0)];
  const names = Array.from({ length: 100 }, (_, index) => `person ${index}`);
  for (const actors of [some, none]) for (const name of names) actors.note(found({ user_id: name }));
  const known = (actors: typeof some) =>
    names.filter((name) => actors.find("account", name, actors.moment()) !== undefined);
  expect(known(some).length).toBeGreaterThan(0);
  expect(known(some).length).toBeLessThanOrEqual(10);
  expect(known(none)).toEqual([]);
});
