"use client";

import { useCallback, useId, useState } from "react";

import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { sortScopes, type Scope } from "@/lib/domain/keys/scopes";
import { firstFault, type KeyFormFaults, type KeyFormField, type KeyFormValues } from "./key-form";

export type KeyFormStart = {
  readonly name: string;
  /** Left out: a long-lived key. */
  readonly method?: AuthenticationMethod;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string;
  readonly allowedRanges: readonly string[];
};

export type KeyForm = {
  readonly values: KeyFormValues;
  readonly faults: KeyFormFaults;
  readonly change: (changed: Partial<KeyFormValues>) => void;
  /** Shows faults and moves the focus to the first. */
  readonly showFaults: (faults: KeyFormFaults) => void;
  readonly focus: (field: KeyFormField | "form") => void;
  readonly fieldId: (field: KeyFormField | "form") => string;
};

function valuesFrom(start: KeyFormStart): KeyFormValues {
  return {
    name: start.name,
    method: start.method ?? "long_lived",
    isPublic: false,
    expiresAt: start.expiresAt,
    allowedRanges: start.allowedRanges.join("\n"),
    scopes: new Set(sortScopes(start.scopes)),
  };
}

/** The values and faults of the form of a new key. A fault goes away once its field is changed. */
export function useKeyForm(start: KeyFormStart): KeyForm {
  const base = useId();
  const [values, setValues] = useState(() => valuesFrom(start));
  const [faults, setFaults] = useState<KeyFormFaults>({});

  const fieldId = useCallback((field: KeyFormField | "form") => `${base}-${field}`, [base]);
  const change = useCallback((changed: Partial<KeyFormValues>) => {
    setValues((before) => ({ ...before, ...changed }));
    setFaults((before) => {
      const { form: _form, ...left } = before;
      for (const field of Object.keys(changed)) delete left[field as KeyFormField];
      return left;
    });
  }, []);
  // After what is new is drawn, so that a field is announced with its fault.
  const focus = useCallback(
    (field: KeyFormField | "form") => {
      requestAnimationFrame(() => document.getElementById(fieldId(field))?.focus());
    },
    [fieldId],
  );
  const showFaults = useCallback(
    (found: KeyFormFaults) => {
      setFaults(found);
      const first = firstFault(found);
      if (first) focus(first);
    },
    [focus],
  );
  return { values, faults, change, showFaults, focus, fieldId };
}
