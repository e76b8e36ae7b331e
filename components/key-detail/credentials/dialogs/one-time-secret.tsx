import { RevealBoundary } from "@/components/ui/reveal/reveal-boundary";
import { SecretDialog, type SecretWords } from "@/components/ui/reveal/secret-dialog";
import { dropSecret } from "@/components/ui/reveal/kept-secret";

type OneTimeSecretProps = {
  readonly words: SecretWords;
  readonly description: string;
  readonly secret: string;
  readonly file: { readonly label: string; readonly name: string; readonly text: string };
  readonly hint: string;
  readonly onDone: () => void;
};

/** The one showing of a secret on a page that stays: the entry that Back would have taken away is taken away. */
export function OneTimeSecret({ words, description, secret, file, hint, onDone }: OneTimeSecretProps) {
  return (
    <RevealBoundary>
      <SecretDialog
        words={words}
        description={description}
        secret={secret}
        file={file}
        onLeave={dropSecret}
        onDone={() => {
          dropSecret();
          onDone();
          window.history.back();
        }}
      >
        <p className="text-sm text-muted">{hint}</p>
      </SecretDialog>
    </RevealBoundary>
  );
}
