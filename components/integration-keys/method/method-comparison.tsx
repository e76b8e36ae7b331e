import type { AuthenticationMethod } from "@/lib/domain/keys/availability";

const COMPARED: readonly { readonly term: string; readonly words: Record<AuthenticationMethod, string> }[] = [
  {
    term: "Acts as",
    words: {
      long_lived: "You, always.",
      oauth: "Each person who consents, and no more than that person may.",
    },
  },
  {
    term: "Is sent along",
    words: {
      long_lived: "One secret with every call, for as long as the key lives.",
      oauth: "A token that ends after hours. The secret stays on your server.",
    },
  },
  {
    term: "If it leaks",
    words: {
      long_lived: "Whoever has it is you, until you revoke it and change the program.",
      oauth: "A token dies by itself; a secret is changed while the app goes on.",
    },
  },
  {
    term: "Costs you",
    words: {
      long_lived: "One line of code, and a replacement before it expires.",
      oauth: "Sign-in, consent and renewing of tokens; client libraries do most of it.",
    },
  },
];

type MethodComparisonProps = { readonly method: AuthenticationMethod };

/**
 * What speaks for a method and what against it, as rows of a grid, so that the other's stand beside them. The server draws
 * it: no browser has to load the words to let somebody choose.
 */
export function MethodComparison({ method }: MethodComparisonProps) {
  return COMPARED.map(({ term, words }) => (
    <span key={term} className="text-sm">
      <span className="block text-xs text-muted">{term}</span>
      <span>{words[method]}</span>
    </span>
  ));
}
