/** How far the change to a new credential has come, in words. */
import type { Rotation } from "@/lib/domain/keys/rotation";
import { span } from "@/lib/domain/format/dates";
import { count, number, percentOf } from "@/lib/domain/format/numbers";

type Words = {
  readonly text: string;
  /** What to do, or what the figures don't say. */
  readonly advice: string;
};

/** "12% of the calls of the last 24 hours still came with this key", or for how long nobody has used it, and what follows. */
export function rotationWords(rotation: Rotation): Words {
  switch (rotation.state) {
    case "under_way":
      return underWay(rotation.share);
    case "done":
      return {
        text: `Nobody used this key for ${span(rotation.quietMs)}: safe to revoke.`,
        advice: "Only a program that runs more seldom than that could still have it.",
      };
    case "idle":
      return {
        text: `Nobody used this key for ${span(rotation.quietMs)}, but nobody used the new one in the last 24 hours either.`,
        advice: "So this does not show yet that programs have changed over.",
      };
  }
}

function underWay({ part, all }: { readonly part: number; readonly all: number }): Words {
  if (part === 0) {
    return {
      text: `All ${count(all, "call")} of the last 24 hours came with the new key.`,
      advice: "After a day without a call this key counts as left.",
    };
  }
  return {
    text: `${percentOf(part, all)} of the calls of the last 24 hours still came with this key: ${number(part)} of ${number(all)}.`,
    advice: "Revoked now, it would stop these programs.",
  };
}
