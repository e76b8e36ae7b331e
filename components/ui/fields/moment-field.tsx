"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";

import { dateFaultText, readDateText, type TimeIfNone } from "@/lib/domain/format/date-reading";
import { zonedDay, zonedMoment } from "@/lib/domain/format/dates";
import { wallClock } from "@/lib/domain/format/zoned-time";

import { CalendarButton } from "../buttons/calendar-button";
import { TextField } from "./field";

type MomentFieldProps = {
  readonly label: string;
  readonly id?: string;
  /** The name under which a form sends the field's ISO instant, empty for none. */
  readonly name?: string;
  readonly kind?: "moment" | "day";
  readonly timeZone?: string;
  /** What a day without a time means. */
  readonly timeIfNone: TimeIfNone;
  /** ISO instant, or empty for none. */
  readonly value: string;
  /** Told of every change, and of an empty text while it is no date. */
  readonly onChange?: (at: string) => void;
  /** Told once the field is left, or Enter is pressed, with a date or with nothing. */
  readonly onCommit?: (at: string) => void;
  readonly min?: string;
  /** The last instant that may be meant, ISO: for the calendar, and for a day without a time. */
  readonly latest?: string;
  readonly required?: boolean;
  /** What an empty field shows; a date as it may be typed where nothing else is said. */
  readonly placeholder?: string;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
  readonly className?: string;
};

/**
 * A date, or a date and time, written as everywhere in this product: typed or pasted in any clear form, or picked from the
 * browser's calendar. A browser's own date field would show it in the form of the browser's language.
 */
export function MomentField(props: MomentFieldProps) {
  const { label, id, name, kind = "moment", timeZone = "UTC", timeIfNone, value } = props;
  const { onChange, onCommit, min, latest, required, placeholder, error, hint, className } = props;
  const input = useRef<HTMLInputElement>(null);
  const isByKey = useRef(false);
  // What is being typed must not be rewritten under the fingers, and gives way once another date comes from outside.
  const [draft, setDraft] = useState<{ readonly text: string; readonly value: string } | null>(null);
  const [isLeft, setIsLeft] = useState(true);
  const isDay = kind === "day";

  const written = (at: string) =>
    at === "" ? "" : isDay ? zonedDay(new Date(at), timeZone) : zonedMoment(new Date(at), timeZone);
  const read = (text: string) => {
    if (text.trim() === "") return { at: "", fault: null };
    const reading = readDateText(text, {
      timeZone,
      timeIfNone,
      latest: latest === undefined ? null : new Date(latest),
    });
    return reading.ok
      ? { at: reading.at.toISOString(), fault: null }
      : { at: "", fault: dateFaultText(reading.fault, isDay) };
  };
  const isOwn = draft !== null && (draft.value === value || read(draft.text).at === value);
  const text = isOwn ? draft.text : written(value);
  const { at, fault } = isOwn ? read(text) : { at: value, fault: null };

  const write = (next: string) => {
    setIsLeft(false);
    setDraft({ text: next, value });
    onChange?.(read(next).at);
  };
  const commit = () => {
    if (fault !== null) return;
    if (isOwn) setDraft({ text: written(at), value });
    onCommit?.(at);
  };

  const leave = () => {
    commit();
    if (isByKey.current) setIsLeft(true);
    // What is wrong takes room, and would move the button that is being pressed away from the pointer.
    else addEventListener("pointerup", () => setTimeout(() => setIsLeft(true)), { once: true });
    isByKey.current = false;
  };

  // A form with a text that is no date is not sent: the browser asks each field.
  useEffect(() => input.current?.setCustomValidity(fault ?? ""), [fault]);

  return (
    <>
      <TextField
        ref={input}
        id={id}
        label={label}
        required={required}
        autoComplete="off"
        spellCheck={false}
        translate="no"
        placeholder={placeholder ?? (isDay ? "29 Nov 2027" : "29 Nov 2027, 14:30")}
        value={text}
        onFocus={() => setIsLeft(false)}
        onChange={(event) => write(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          isByKey.current = event.key === "Tab";
          if (event.key !== "Enter") return;
          commit();
          setIsLeft(true);
        }}
        error={(isLeft ? fault : null) ?? error}
        hint={hint}
        className={className}
        atEnd={
          <CalendarButton
            type={isDay ? "date" : "datetime-local"}
            value={at === "" ? "" : wallClock(new Date(at), timeZone).slice(0, isDay ? 10 : 16)}
            min={min}
            max={latest && wallClock(new Date(latest), timeZone).slice(0, isDay ? 10 : 16)}
            onChoose={(chosen) => {
              write(written(read(chosen).at));
              onCommit?.(read(chosen).at);
            }}
          />
        }
      />
      {name ? <input type="hidden" name={name} value={at} /> : null}
    </>
  );
}
