import { Switch } from "@/components/ui/fields/switch";

import type { OpenAct } from "./credential-act";

type ImplicitSectionProps = {
  readonly isAllowed: boolean;
  readonly canChange: boolean;
  readonly onAct: OpenAct;
};

/** The switch of Implicit: off, and what is wrong with it. */
export function ImplicitSection({ isAllowed, canChange, onAct }: ImplicitSectionProps) {
  return (
    <section aria-labelledby="implicit-title" className="border-t border-line pt-6">
      <div className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <h2 id="implicit-title" className="text-lg font-semibold">
            Implicit
          </h2>
          <p id="implicit-hint" className="mt-0.5 max-w-[68ch] text-muted">
            Sends the token through the browser's address, where history, extensions and scripts of the page
            can read it, and nothing proves who picks it up. RFC 9700 advises against it: use Authorization
            Code with PKCE, in browsers too.
          </p>
        </div>
        <Switch
          label="Implicit"
          describedBy="implicit-hint"
          isOn={isAllowed}
          isDisabled={!canChange}
          onClick={(opener) => onAct({ act: "set-implicit", isAllowed: !isAllowed }, opener)}
        />
      </div>
      {isAllowed ? (
        <p className="mt-2 text-sm text-caution">Allowed. Switch it off once the app uses a code instead.</p>
      ) : null}
    </section>
  );
}
