"use client";

import { useState, useSyncExternalStore } from "react";

import { Button } from "@/components/ui/buttons/button";
import { MomentField } from "@/components/ui/fields/moment-field";
import { browserZone, fieldZone, fieldZoneWords } from "@/lib/domain/format/browser-zone";
import { exactTime } from "@/lib/domain/format/dates";
import { wallClock } from "@/lib/domain/format/zoned-time";

type LegacyAllowFormProps = {
  /** The latest end that can be chosen, ISO 8601. */
  readonly latestEnd: string;
  /** The end that is in force; null while it is off. */
  readonly endsAt: string | null;
  readonly now: string;
  readonly isBusy: boolean;
  readonly onSubmit: (endsAt: string) => void;
};

const never = () => () => undefined;
const serverZone = () => "UTC";

/** What allowing it means, and the day on which it ends by itself. */
export function LegacyAllowForm({ latestEnd, endsAt, now, isBusy, onSubmit }: LegacyAllowFormProps) {
  const [value, setValue] = useState("");
  const [fault, setFault] = useState<string>();
  const field = fieldZone(useSyncExternalStore(never, browserZone, serverZone));
  const zone = field.name;
  return (
    <form
      noValidate
      aria-label="Allow legacy authentication"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setFault(value === "" ? "Choose the day on which it ends." : undefined);
        if (value !== "") onSubmit(value);
      }}
    >
      <MomentField
        label="Last day"
        kind="day"
        timeZone={zone}
        timeIfNone="23:59"
        value={value}
        min={wallClock(new Date(now), zone).slice(0, 10)}
        latest={latestEnd}
        onChange={(at) => {
          setValue(at);
          setFault(undefined);
        }}
        error={fault}
        hint={
          value === ""
            ? `At the latest ${exactTime(latestEnd)}. ${fieldZoneWords(field)}`
            : `It ends ${exactTime(value)}.`
        }
      />
      {endsAt === null ? (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm marker:text-muted">
          <li>Every member’s password opens the API together with the GUID of a key, which is no secret.</li>
          <li>Such calls do what the key holds and the person may, and are on the key’s Calls tab.</li>
          <li>Each answer says that it is deprecated, and when it ends.</li>
        </ul>
      ) : null}
      <div>
        <Button type="submit" isBusy={isBusy}>
          {endsAt === null ? "Allow until that day" : "Change the day"}
        </Button>
      </div>
    </form>
  );
}
