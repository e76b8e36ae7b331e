import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/links/link";
import type { KeyCapacity } from "@/lib/contracts/keys/key-capacity";
import { capacityWords } from "@/components/key-parts/words/capacity-words";
import { keyListPage } from "@/lib/addresses/pages";

type CapacityNoteProps = {
  readonly accountId: string;
  readonly capacity: KeyCapacity;
  readonly isAdmin: boolean;
};

/**
 * Says above a form that makes a key how near the account is to its limit (R10), before the form is filled in rather
 * than after it was sent. Nothing while there is room.
 */
export function CapacityNote({ accountId, capacity, isAdmin }: CapacityNoteProps) {
  const { state, text, advice } = capacityWords(capacity, isAdmin);
  if (advice === null) return null;
  return (
    <div className="mb-6 max-w-160">
      <Callout tone={state === "full" ? "danger" : "caution"} title={`This account has ${text}`}>
        <p>
          <span>{advice}</span>{" "}
          <Link href={keyListPage(accountId)} className="font-medium underline underline-offset-2">
            See the keys
          </Link>
        </p>
      </Callout>
    </div>
  );
}
