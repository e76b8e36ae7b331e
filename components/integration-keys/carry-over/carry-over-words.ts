/** The parts of the carry-over plan in words: what is to be set again in production, and why it did not come along. */
import type { CarryOverAnswer } from "@/lib/contracts/go-live/carry-over";
import { count } from "@/lib/domain/format/numbers";

type Item = NonNullable<CarryOverAnswer["carryOver"]>["items"][number];

export type CarryOverWords = { readonly title: string; readonly text: string };

/** What is to be done for a part of the plan, or what is done. */
export function carryOverWords(item: Item): CarryOverWords {
  const { code, isDone, sandbox, production } = item;
  switch (code) {
    case "key":
      return isDone
        ? { title: "Key issued", text: "Its secret was shown once. Whoever runs the program has it." }
        : {
            title: "Issue the key",
            text: "It has no secret yet: the sandbox key's never works in production.",
          };
    case "secrets":
      return {
        title: "Client secrets",
        text: counted(count(production, "secret"), sandbox, "The sandbox's never work in production."),
      };
    case "key_pairs":
      return {
        title: "RSA key pairs",
        text: counted(count(production, "key pair"), sandbox, "Upload a public key, or generate a pair."),
      };
    case "redirect_uris":
      return {
        title: "Redirect URIs",
        text: counted(count(production, "redirect URI"), sandbox, "People are sent back to these only."),
      };
    case "first_call":
      return isDone
        ? { title: "First call accepted", text: "The program calls production." }
        : { title: "First call", text: "Set the program's addresses as below. This is done by itself then." };
  }
}

function counted(inProduction: string, sandbox: number, why: string): string {
  const there = sandbox === 0 ? "" : ` The sandbox has ${sandbox}.`;
  return `${inProduction} in production.${there} ${why}`;
}
