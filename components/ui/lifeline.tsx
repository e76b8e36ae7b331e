import { layLifeline, type LifelineFacts } from "@/lib/view/lifeline";
import { lifelineSentence } from "@/lib/view/lifeline-sentence";

import { LifelineMark, LifelinePart } from "./lifeline-parts";

const HEIGHT = 16;

/**
 * A key's life on one thin bar, for rows of a list: lived solid, ahead pale, overlap striped, lost dotted, with ticks
 * for now and its end and dots for the first and last call. Its sentence is its name. Takes the width it is given.
 */
export function Lifeline({ facts, now }: { facts: LifelineFacts; now: string }) {
  const life = layLifeline(facts, now);
  const sentence = lifelineSentence(facts, now);
  return (
    <div className="w-full min-w-20 px-1">
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
        {life.marks.map((mark) => (
          <LifelineMark key={mark.kind} mark={mark} y={HEIGHT / 2} size={1} />
        ))}
      </svg>
    </div>
  );
}
