import { Meter } from "@/components/ui/marks/meter";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import { exactMinute } from "@/lib/domain/format/dates";
import { count } from "@/lib/domain/format/numbers";
import { DAY_MS } from "@/lib/domain/time/durations";

import { DayPicture } from "./day-picture";
import { policyText, windowText } from "./journey-words";

/** The best window of a key's calls, as text and as a picture, and the run that is open now. */
export function TestCalls({ goLive }: { readonly goLive: GoLive }) {
  const { window, openRun, day, now, policy } = goLive;
  return (
    <div className="rounded-md border border-line bg-surface px-4 py-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="text-2xl font-semibold tracking-[-0.012em] tabular-nums">{windowText(window)}</p>
        <Meter used={window.count} limit={window.needed} state="ample" />
        <p className="text-sm text-muted">{windowSentence(goLive)}</p>
      </div>
      <DayPicture day={day} window={window} now={now} />
      {openRun.from !== window.from ? (
        <p className="mt-3 border-t border-line pt-3 text-sm">
          {openRun.from === null || openRun.to === null
            ? "No run is open now: the next call that counts begins a new one."
            : `The run that is open now has ${count(openRun.count, "call")}, since ${exactMinute(openRun.from)}. Its window ends ${exactMinute(openRun.to)}.`}
        </p>
      ) : null}
      <p className="mt-3 max-w-prose text-sm text-muted">{policyText(policy, window.needed)}</p>
    </div>
  );
}

/** Where the window lies, and what ended it or will. */
function windowSentence({ window, now }: GoLive): string {
  const { count: found, needed, from, to } = window;
  if (from === null || to === null) return "No call counts yet.";
  const more = found > needed ? `${count(found, "call")} count` : "Best window";
  const isBroken = Date.parse(to) - Date.parse(from) < DAY_MS;
  if (isBroken) return `${more}, from ${exactMinute(from)} until a rule was broken, ${exactMinute(to)}.`;
  return `${more}, from ${exactMinute(from)} ${to > now ? "until" : "to"} ${exactMinute(to)}.`;
}
