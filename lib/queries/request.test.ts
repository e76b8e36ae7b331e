import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";

import { PAGE_OWNER_HEADER } from "../domain/people/page-owner";
import { onOtherPerson, request, RequestError } from "./request";

const ROOT = join(import.meta.dirname, "..", "..");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

afterEach(() => vi.unstubAllGlobals());

/** A document that was made for this person, or for nobody, whose requests are answered like this. */
function openPage(pageOf: string | undefined, answer: () => Response = () => Response.json({})) {
  const sent: Record<string, string>[] = [];
  vi.stubGlobal("document", { documentElement: { dataset: pageOf === undefined ? {} : { pageOf } } });
  vi.stubGlobal("fetch", (_path: string, { headers }: { headers: Record<string, string> }) => {
    sent.push(headers);
    return Promise.resolve(answer());
  });
  return sent;
}

describe("a page's request", () => {
  it.each(METHODS)("%s says whose page it is", async (method) => {
    const sent = openPage("ada");
    await request("/api/anything", { method });
    expect(sent).toMatchObject([{ [PAGE_OWNER_HEADER]: "ada" }]);
  });

  it("says nothing of the kind on a page for nobody", async () => {
    const sent = openPage(undefined);
    await request("/api/sign-in", { method: "POST", body: {} });
    expect(sent[0]).not.toHaveProperty(PAGE_OWNER_HEADER);
  });

  it("is made by this one function, wherever a page asks", () => {
    const files = ["app", "components", "lib/queries"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
        .map((file) => join(folder, file)),
    );
    expect(files.length).toBeGreaterThan(100);
    // Texts that a developer copies: no page runs them.
    const samples = [
      join("components", "api-information", "quick-start-text.ts"),
      join("components", "key-detail", "quick-start", "node-text.ts"),
    ];
    expect(files).toEqual(expect.arrayContaining(samples));
    const senders = files
      .filter((file) => !samples.includes(file))
      .filter((file) =>
        /(?<![\w.])fetch\(|XMLHttpRequest|sendBeacon|"use server"/.test(
          readFileSync(join(ROOT, file), "utf8"),
        ),
      );
    expect(senders).toEqual([join("lib/queries", "request.ts")]);
  });
});

const refused = () =>
  Response.json({ code: "other_person", detail: "Grace is signed in now." }, { status: 409 });

describe("where somebody else is signed in now", () => {
  it.each([
    ["a change", { method: "POST", keepsPage: true }, [true]],
    ["a list", {}, [false]],
    ["what is asked beside a form", { keepsPage: true }, []],
  ] as const)("%s is refused, and tells the page accordingly", async (_what, options, told) => {
    openPage("ada", refused);
    const heard: boolean[] = [];
    onOtherPerson((_refusal, isChange) => heard.push(isChange));
    await expect(request("/api/anything", options)).rejects.toBeInstanceOf(RequestError);
    expect(heard).toEqual(told);
  });
});
