import { LinkButton } from "@/components/ui/buttons/button";
import { goLivePage, newKeyPage } from "@/lib/addresses/pages";
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";

export type SandboxAccount = { readonly id: string; readonly name: string };

type SandboxWayProps = {
  /** The sandbox accounts in which the person may create keys. */
  readonly sandboxes: readonly SandboxAccount[];
  /** What is to be created there. */
  readonly method: AuthenticationMethod;
};

/** More accounts than these are found by the account switcher. */
const ACCOUNTS_SHOWN = 3;

/** Where what can't be created in production begins, and where it goes on: the person's sandbox accounts. */
export function SandboxWay({ sandboxes, method }: SandboxWayProps) {
  if (sandboxes.length === 0) {
    return (
      <p className="text-sm text-muted">
        You can create keys in no sandbox account: an admin of one can make you a developer there.
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {sandboxes.slice(0, ACCOUNTS_SHOWN).map(({ id, name }) => (
        <li key={id} className="flex flex-wrap gap-2">
          <LinkButton href={newKeyPage(id, method === "oauth" ? { method } : {})}>
            {`Create it in ${name}`}
          </LinkButton>
          <LinkButton href={goLivePage(id)} variant="quiet">
            {`Go Live of ${name}`}
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
