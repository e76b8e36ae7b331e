/** A person with a browser, as far as an app sees one: signed in, reads the consent page, presses Allow. */
import { cookieOf, type Person } from "../../testing/console";

/** Where the app's start address leads once the person has allowed it: to the app, with the answer. */
export type Browser = { readonly allow: (start: string) => Promise<string> };

/**
 * The browser of somebody who is signed in. The session is written directly: how people sign in is tested elsewhere.
 * @param consoleUrl the console without TLS
 */
export async function browserOf(person: Person, consoleUrl: string): Promise<Browser> {
  const cookie = await cookieOf(person);
  const ask = (path: string, form?: URLSearchParams) =>
    fetch(consoleUrl + path, {
      redirect: "manual",
      headers: { Cookie: cookie, "X-Forwarded-Proto": "https" },
      ...(form ? { method: "POST", body: form } : {}),
    });
  return {
    allow: async (start) => {
      const { pathname, search } = new URL(start);
      const shown = await ask(pathname + search);
      const before = shown.headers.get("location");
      if (before !== null) return before;
      const form = formOf(await shown.text());
      form.set("decision", "allow");
      const answer = await ask("/oauth/consent", form);
      const [, to] = /^0; url=(.*)$/.exec(answer.headers.get("refresh") ?? "") ?? [];
      if (to === undefined) throw new Error(`Nobody is sent back: ${answer.status} ${await answer.text()}`);
      return to;
    },
  };
}

/** The hidden fields of a page, as a browser would send them. */
function formOf(page: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [input] of page.matchAll(/<input type="hidden"[^>]*>/g)) {
    const [, name = ""] = / name="([^"]*)"/.exec(input) ?? [];
    const [, value = ""] = / value="([^"]*)"/.exec(input) ?? [];
    form.set(name, value.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'"));
  }
  if (!form.has("ticket")) throw new Error(`This is no consent page: ${page.slice(0, 500)}`);
  return form;
}
