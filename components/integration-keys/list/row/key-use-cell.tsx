import { clsx } from "clsx";

import { CallMark } from "@/components/ui/marks/call-mark";
import { Sparkline } from "@/components/ui/marks/sparkline";
import { Time } from "@/components/ui/time";
import type { ListedKey } from "@/lib/contracts/keys/integration-keys";
import { knockAlarm, type KnockAlarm } from "@/lib/domain/calls/knock-alarm";
import { number } from "@/lib/domain/format/numbers";
import { knockRecency, knockText } from "@/components/key-parts/calls/key-knocks";
import { keyUse } from "@/components/key-parts/calls/key-use";
import { notBefore } from "@/lib/domain/time/not-before";

const ALARM_LOOKS: Record<KnockAlarm, string> = {
  quiet: "text-muted",
  caution: "text-caution",
  alarm: "font-medium text-danger",
};

type KeyUseCellProps = { readonly row: ListedKey; readonly now: string };

/** How the key is used: a week of calls and the last use; of an ended key, whether somebody still calls it. */
export function KeyUseCell({ row, now }: KeyUseCellProps) {
  return (
    <span className="flex items-center gap-2">
      <span className="hidden @min-[47rem]:block">
        <Sparkline values={row.dailyCalls} refused={row.dailyRefused} />
      </span>
      <UseText row={row} now={now} />
    </span>
  );
}

function UseText({ row, now }: KeyUseCellProps) {
  const use = keyUse(row);
  if (row.knock && row.knock.reason !== "wrong_environment") return <StillCalled row={row} now={now} />;
  if (use.kind === "never") {
    return (
      <span className="text-muted">
        <span>Never</span>
        <span className="@min-[36rem]:hidden"> used</span>
      </span>
    );
  }
  if (use.kind === "refused_only") {
    return (
      <span
        className="flex items-center gap-1.5 whitespace-nowrap"
        title="Never used: every call was refused."
      >
        <span className="inline-flex @min-[47rem]:hidden">
          <CallMark verdict="refused" />
        </span>
        <span>Refused only</span>
      </span>
    );
  }
  return (
    <span className="truncate">
      <span className="text-muted @min-[36rem]:hidden">Used </span>
      <Time at={use.at} now={notBefore(now, use.at)} />
    </span>
  );
}

/** R8: the figure; by whom and since when is told in full on hover and to screen readers, and on the key's page. */
function StillCalled({ row, now }: KeyUseCellProps) {
  if (!row.knock) return null;
  const whole = `${knockText(row.knock)}. ${knockRecency(row.knock, now)}`;
  return (
    <span
      title={whole}
      className={clsx("flex items-center gap-1.5 whitespace-nowrap", ALARM_LOOKS[knockAlarm(row.knock)])}
    >
      <span className="inline-flex @min-[47rem]:hidden">
        <CallMark verdict="refused" />
      </span>
      <span aria-hidden="true">{`${number(row.knock.calls)}${row.knock.areCallsExact ? "" : "+"} refused`}</span>
      <span className="sr-only">{whole}</span>
    </span>
  );
}
