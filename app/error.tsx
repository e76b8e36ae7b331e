"use client";

import { Bare } from "@/components/frame/bare";
import { ErrorView, type ErrorViewProps } from "@/components/frame/error-view";

export default function RootError(props: ErrorViewProps) {
  return (
    <Bare>
      <ErrorView {...props} />
    </Bare>
  );
}
