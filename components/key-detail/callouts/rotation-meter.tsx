"use client";

import { useQuery } from "@tanstack/react-query";

import { rotationWords } from "@/components/key-parts/words/rotation-words";
import { Meter } from "@/components/ui/marks/meter";
import type { Rotation } from "@/lib/domain/keys/rotation";
import { rotationQuery } from "@/lib/queries/keys/key-usage";

/** How far programs have changed over from a replaced key: its share of the calls, and since when it has been quiet. */
export function RotationMeter({ accountId, keyId }: { readonly accountId: string; readonly keyId: string }) {
  const { data } = useQuery(rotationQuery(accountId, keyId));
  if (!data?.rotation) return null;
  const { text, advice } = rotationWords(data.rotation);
  const { part, all } = changedOver(data.rotation);
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2.5">
      <Meter used={part} limit={all} state="ample" />
      <span className="font-medium">{text}</span> <span>{advice}</span>
    </p>
  );
}

/** What the bar shows: the calls that came with the new key, of all. */
function changedOver(rotation: Rotation): { readonly part: number; readonly all: number } {
  switch (rotation.state) {
    case "under_way":
      return { part: rotation.share.all - rotation.share.part, all: rotation.share.all };
    case "done":
      return { part: 1, all: 1 };
    case "idle":
      return { part: 0, all: 1 };
  }
}
