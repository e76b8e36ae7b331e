"use client";

import { useState } from "react";

import { Checkbox } from "@/components/ui/fields/choice";
import { Dialog } from "@/components/ui/dialogs/dialog";

import { useModifier } from "../palette/search-button";
import { areSingleKeysOn, setSingleKeys } from "./shortcut-events";

/** The keys of the frame, and the switch for those that are single letters. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const modifier = useModifier();
  const [isOn, setIsOn] = useState(areSingleKeysOn);
  const keys = [
    { keys: [modifier, "K"], what: "Go to a page, an account or a key" },
    { keys: ["/"], what: "Search on this page" },
    { keys: ["?"], what: "Show these keys" },
    { keys: ["Tab"], what: "Next control; with Shift the one before" },
    { keys: ["Esc"], what: "Close what is open" },
  ];
  return (
    <Dialog isOpen title="Keyboard shortcuts" onClose={onClose}>
      <dl className="divide-y divide-line">
        {keys.map((entry) => (
          <div key={entry.what} className="flex items-center justify-between gap-6 py-2">
            <dt>{entry.what}</dt>
            <dd className="flex gap-1">
              {entry.keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-line-strong/60 bg-sunken px-1.5 text-center text-sm"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox
        className="mt-4"
        label="Use the single keys / and ?"
        hint="Switch them off if you dictate or use other software that types for you."
        checked={isOn}
        onChange={(event) => {
          setIsOn(event.target.checked);
          setSingleKeys(event.target.checked);
        }}
      />
    </Dialog>
  );
}
