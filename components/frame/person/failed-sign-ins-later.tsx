"use client";

import dynamic from "next/dynamic";

/** The callout of failed sign-ins, loaded only where somebody has to be told. */
export const FailedSignIns = dynamic(() =>
  import("./failed-sign-ins").then((module) => module.FailedSignIns),
);
