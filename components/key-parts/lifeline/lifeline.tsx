import {
  layLifeline,
  layOnScale,
  type LifelineFacts,
  type LifelineScale,
  type MarkKind,
} from "./lifeline-geometry";
import { lifelineSentence } from "./lifeline-sentence";

import { LifelineMark, LifelinePart } from "./lifeline-parts";

const HEIGHT = 16;
/** Where the bar begins says so by itself, and a list asks for the last calls. */
const UNMARKED = new Set<MarkKind>(["created", "first_call", "first_refused"]);

type LifelineProps = {
  readonly facts: LifelineFacts;
  readonly now: string;
  /** The stretch of time that all lifelines of the page are drawn in; without it the bar is this key's life. */
  readonly scale?: LifelineScale | null;
};

/**
 * A key's life on one thin bar, for rows of a list: lived solid, ahead pale, overlap striped, lost dotted, with ticks
 * for now and its end and dots for the last calls. Its sentence is its name. Takes the width it is given.
 */
export function Lifeline({ facts, now, scale = null }: LifelineProps) {
  const life = scale ? layOnScale(facts, now, scale) : layLifeline(facts, now);
  const sentence = lifelineSentence(facts, now);
  return (
    <svg
      role="img"
      aria-label={sentence}
      width="100%"
      height={HEIGHT}
      overflow="visible"
      className="block overflow-visible"
    >
      <title>{sentence}</title>
      {life.segments.map((segment) => (
        <LifelinePart
          key={segment.kind}
          segment={segment}
          isAlive={life.isAlive}
          y={HEIGHT / 2}
          thickness={4}
        />
      ))}
      {life.marks
        .filter((mark) => !UNMARKED.has(mark.kind))
        .map((mark) => (
          <LifelineMark key={mark.kind} mark={mark} y={HEIGHT / 2} size={1} />
        ))}
    </svg>
  );
}
