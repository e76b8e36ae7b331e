"use client";

import { clsx } from "clsx";
import { useSyncExternalStore } from "react";

import { MomentField } from "@/components/ui/fields/moment-field";
import { browserZone, fieldZone, fieldZoneWords } from "@/lib/domain/format/browser-zone";
import { zonedMoment } from "@/lib/domain/format/dates";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { expiryAfter, lifetimeChoices } from "./key-expiry";
import { wallClock } from "@/lib/domain/format/zoned-time";

export type LifetimePolicy = {
  readonly defaultLifetimeDays: number;
  readonly maximumLifetimeDays: number;
};

type ExpiryFieldProps = {
  readonly id: string;
  /** ISO instant, or empty while the field holds none. */
  readonly value: string;
  readonly onChange: (expiresAt: string) => void;
  readonly error: string | undefined;
  readonly policy: LifetimePolicy;
  /** The server's clock when the page was made: lifetimes count from it. */
  readonly now: string;
};

const never = () => () => undefined;
const serverZone = () => "UTC";

/** The instant at which the key ends (R5): usual lifetimes, or any date and time, with its zone said in full. */
export function ExpiryField({ id, value, onChange, error, policy, now }: ExpiryFieldProps) {
  const field = fieldZone(useSyncExternalStore(never, browserZone, serverZone));
  const zone = field.name;
  return (
    <div className="flex flex-col gap-2">
      <MomentField
        id={id}
        label="Expires"
        required
        timeZone={zone}
        // A key that ends on a day is meant to work on that day.
        timeIfNone="23:59"
        value={value}
        onChange={onChange}
        min={wallClock(new Date(now), zone).slice(0, 16)}
        latest={expiryAfter(new Date(now), policy.maximumLifetimeDays).toISOString()}
        error={error}
        hint={
          value === ""
            ? `A date and a time, such as ${zonedMoment(expiryAfter(new Date(now), policy.defaultLifetimeDays), zone)}.`
            : `Ends ${exactTime(value)}, ${relativeTime(value, now)}. ${fieldZoneWords(field)}`
        }
        className="[&_input]:tabular-nums [&>div]:max-w-64"
      />
      <fieldset aria-label="Lifetime" className="flex flex-wrap gap-1.5">
        {lifetimeChoices(policy).map(({ days, label }) => {
          const expiresAt = expiryAfter(new Date(now), days).toISOString();
          return (
            <button
              key={days}
              type="button"
              aria-pressed={expiresAt === value}
              onClick={() => onChange(expiresAt)}
              className={clsx(
                "min-h-8 rounded-md border px-2.5 text-sm",
                expiresAt === value
                  ? "border-accent bg-accent-soft font-medium text-accent"
                  : "border-line-strong/60 bg-surface hover:bg-sunken",
              )}
            >
              {label}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
