"use client";

import { clsx } from "clsx";
import { useState, useSyncExternalStore } from "react";

import { TextField } from "@/components/ui/field";
import { exactTime, relativeTime } from "@/lib/view/format";
import { expiryAfter, lifetimeChoices } from "@/lib/view/key-expiry";
import { instantOf, wallClock } from "@/lib/view/zoned-time";

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
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const serverZone = () => "UTC";

/** The instant at which the key ends (R5): usual lifetimes, or any date and time, with its zone said in full. */
export function ExpiryField({ id, value, onChange, error, policy, now }: ExpiryFieldProps) {
  const zone = useSyncExternalStore(never, browserZone, serverZone);
  // What is being typed: a date in the making must not be rewritten under the fingers.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === "" ? "" : wallClock(new Date(value), zone);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        id={id}
        label="Expires"
        type="datetime-local"
        required
        value={typed ?? shown}
        min={wallClock(new Date(now), zone).slice(0, 16)}
        max={wallClock(expiryAfter(new Date(now), policy.maximumLifetimeDays), zone)}
        step={shown.length > "2027-03-01T12:00".length ? 1 : 60}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(instantOf(event.target.value, zone)?.toISOString() ?? "");
        }}
        onBlur={() => setTyped(null)}
        error={error}
        hint={value === "" ? "A date and a time." : <ExactExpiry at={value} zone={zone} now={now} />}
        className="[&_input]:max-w-64 [&_input]:tabular-nums"
      />
      <fieldset aria-label="Lifetime" className="flex flex-wrap gap-1.5">
        {lifetimeChoices(policy).map(({ days, label }) => {
          const expiresAt = expiryAfter(new Date(now), days).toISOString();
          return (
            <button
              key={days}
              type="button"
              aria-pressed={expiresAt === value}
              onClick={() => {
                setTyped(null);
                onChange(expiresAt);
              }}
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

function ExactExpiry({
  at,
  zone,
  now,
}: {
  readonly at: string;
  readonly zone: string;
  readonly now: string;
}) {
  const isUtc = zone === "UTC" || zone === "Etc/UTC";
  return (
    <>
      Ends {exactTime(at)}, {relativeTime(at, now)}.{" "}
      {isUtc ? "The field is in UTC." : `The field is in your time zone, ${zone.replaceAll("_", " ")}.`}
    </>
  );
}
