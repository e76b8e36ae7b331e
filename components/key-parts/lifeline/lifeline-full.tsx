import { exactDay, exactTime } from "@/lib/domain/format/dates";
import { layLifeline, type LifelineFacts, type Mark } from "./lifeline-geometry";
import { isUnissued, lifelineSentence, markLabel } from "./lifeline-sentence";

import { LifelineMark, LifelinePart, MarkShape } from "./lifeline-parts";
import { Time } from "@/components/ui/time";

const BAR = 10;
const HEIGHT = 28;

/**
 * A key's life: the bar with its marks, each of them by name below with its time, which is exact on hover and focus, and
 * everything once more as one sentence. Names stand in a list, so that none covers another at any width.
 */
export function LifelineFull({ facts, now }: { readonly facts: LifelineFacts; readonly now: string }) {
  const life = layLifeline(facts, now);
  const y = HEIGHT / 2;
  return (
    <figure>
      <svg
        width="100%"
        height={HEIGHT}
        className="mx-1.5 block w-[calc(100%-0.75rem)] overflow-visible"
        aria-hidden="true"
      >
        {life.segments.map((segment) => (
          <LifelinePart key={segment.kind} segment={segment} isAlive={life.isAlive} y={y} thickness={BAR} />
        ))}
        {life.marks.map((mark) => (
          <LifelineMark key={mark.kind} mark={mark} y={y} size={1.8} />
        ))}
      </svg>
      <div
        className="mt-1 flex justify-between gap-4 text-xs text-muted tabular-nums"
        aria-hidden="true"
        // The bar ends at the expiry, which does not lie at the right end once that is past.
        style={{ width: `${life.barEnd * 100}%` }}
      >
        <span>{exactDay(facts.createdAt)}</span>
        <span>
          {facts.expiresAt ? exactDay(facts.expiresAt) : isUnissued(facts) ? "not issued yet" : "no expiry"}
        </span>
      </div>
      <ol
        aria-label="Events of its life"
        className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2.5 border-t border-line pt-3 sm:grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))]"
      >
        {life.marks.map((mark) => (
          <Event key={mark.kind} mark={mark} now={now} />
        ))}
      </ol>
      <figcaption className="mt-3 text-muted">{lifelineSentence(facts, now)}</figcaption>
    </figure>
  );
}

function Event({ mark, now }: { readonly mark: Mark; readonly now: string }) {
  return (
    <li className="flex items-start gap-2 text-sm">
      <svg width={18} height={18} viewBox="-9 -9 18 18" className="mt-px shrink-0" aria-hidden="true">
        <g transform="scale(1.5)">
          <MarkShape kind={mark.kind} />
        </g>
      </svg>
      <span className="min-w-0">
        <span className="block font-medium">{markLabel(mark.kind, mark.at <= now)}</span>
        {mark.kind === "now" ? (
          <time dateTime={mark.at} title={exactTime(mark.at)} className="block text-muted">
            {exactDay(mark.at)}
          </time>
        ) : (
          <span className="block text-muted">
            <Time at={mark.at} now={now} />
          </span>
        )}
      </span>
    </li>
  );
}
