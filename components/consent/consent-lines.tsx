import { Badge } from "@/components/ui/marks/badge";
import type { ConsentLine } from "@/lib/domain/oauth/consent-lines";

/** What an app may do from then on: a sentence each, with what it opens and what it lets the app gain. */
export function ConsentLines({
  lines,
  isForAnyProgram,
}: {
  readonly lines: readonly ConsentLine[];
  readonly isForAnyProgram: boolean;
}) {
  const isKnown = lines.every(({ isNew }) => !isNew);
  const isMore = !isKnown && lines.some(({ isNew }) => !isNew);
  return (
    <section aria-labelledby="consent-lines">
      <h2 id="consent-lines" className="font-medium">
        {isKnown
          ? "You allowed this before"
          : isMore
            ? "It asks for more than you allowed before"
            : "It may then"}
      </h2>
      {isKnown && isForAnyProgram ? (
        <p className="mt-1 text-sm text-muted">
          You are asked each time: any program on this computer could ask in its name. Allow it only if you
          have just started it.
        </p>
      ) : null}
      <ul className="mt-2 flex flex-col divide-y divide-line border-t border-line">
        {lines.map((line) => (
          <li key={line.name} className="py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{line.sentence}</span>
              <code translate="no" className="text-sm text-muted">
                {line.name}
              </code>
              {isMore && line.isNew ? <Badge tone="accent">New</Badge> : null}
            </p>
            {line.opened.length > 0 ? (
              <p translate="no" className="mt-0.5 font-mono text-sm break-words text-muted">
                {line.opened.join(" ")}
              </p>
            ) : null}
            {line.warning ? <p className="mt-0.5 text-sm text-caution">{line.warning}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
