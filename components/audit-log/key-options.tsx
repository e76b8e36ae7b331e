import { clsx } from "clsx";

import type { ListedKey } from "@/lib/contracts/keys/integration-keys";
import { STATUS_LABELS } from "@/lib/domain/keys/key-lifecycle";

type KeyOptionsProps = {
  readonly id: string;
  readonly keys: readonly ListedKey[];
  readonly current: ListedKey | undefined;
  readonly isOpen: boolean;
  /** What is said in place of keys. */
  readonly words: string;
  readonly onChoose: (keyId: string) => void;
};

/** The keys to choose from. Focus stays in the field above, which names the current one. */
export function KeyOptions({ id, keys, current, isOpen, words, onChoose }: KeyOptionsProps) {
  return (
    <div
      hidden={!isOpen}
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-80 min-w-64 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float"
    >
      <div id={id} role="listbox" aria-label="Keys" tabIndex={-1}>
        {keys.map((key) => (
          <div
            key={key.id}
            id={`${id}-${key.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={key === current}
            // Before the field loses the focus, and with it what is typed.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(key.id);
            }}
            className={clsx(
              "cursor-pointer rounded-sm px-2.5 py-1.5",
              key === current ? "bg-accent-soft" : "hover:bg-sunken",
            )}
          >
            <span className="block truncate font-medium">{key.name}</span>
            <span className="block truncate text-sm text-muted">
              <span>{STATUS_LABELS[key.status]}</span>
              {key.lastFour ? <code translate="no">{` · …${key.lastFour}`}</code> : null}
            </span>
          </div>
        ))}
      </div>
      <output className={keys.length === 0 ? "block px-2.5 py-2 text-sm text-muted" : "sr-only"}>
        {keys.length === 0 ? words : `${keys.length} to choose from`}
      </output>
    </div>
  );
}
