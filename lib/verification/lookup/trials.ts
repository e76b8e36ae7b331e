/** Share of tries that have to be of use, and the weight of the newest one. */
const WORTHWHILE = 0.5;
const WEIGHT = 1 / 16;
/** While they are not, one of so many is tried nevertheless. */
const TRIED = 16;

export type Trials = {
  /** True if it should be tried this time. */
  readonly isDue: () => boolean;
  /** Says what came of a try. */
  readonly tell: (isOfUse: boolean) => void;
};

/** Decides whether to try what costs something if it is in vain: as long as most of the tries are of use. */
export function createTrials(): Trials {
  let ofUse = 0;
  let turn = 0;
  return {
    isDue: () => {
      if (ofUse >= WORTHWHILE) return true;
      turn = (turn + 1) % TRIED;
      return turn === 0;
    },
    tell: (isOfUse) => {
      ofUse += ((isOfUse ? 1 : 0) - ofUse) * WEIGHT;
    },
  };
}
