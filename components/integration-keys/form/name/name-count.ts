/** How much room is left in the name of a key, while it is typed. */
import { KEY_NAME_MAX_LENGTH, keyNameLength } from "@/lib/domain/keys/name-text";
import { count } from "@/lib/domain/format/numbers";

/** From so few on it is said how many are left. */
const CLOSE = 10;

export type NameCounter = {
  /** "12 / 80". */
  readonly shown: string;
  /** What is said aloud, and beside the figure: nothing while there is room. */
  readonly said: string;
  readonly isOver: boolean;
};

/** How long a name is as the server counts it: characters, not units, of the name as it would be kept. */
export function nameCounter(text: string): NameCounter {
  const length = keyNameLength(text);
  const left = KEY_NAME_MAX_LENGTH - length;
  const said =
    left < 0
      ? `${count(-left, "character")} too many`
      : left <= CLOSE
        ? `${count(left, "character")} left`
        : "";
  return { shown: `${length} / ${KEY_NAME_MAX_LENGTH}`, said, isOver: left < 0 };
}
