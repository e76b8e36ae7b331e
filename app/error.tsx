"use client";

import { Bare } from "@/components/frame/pages/bare";
import { ErrorView, type ErrorViewProps } from "@/components/frame/pages/error-view";

export default function RootError(props: ErrorViewProps) {
  return (
    <Bare>
      <ErrorView {...props} />
    </Bare>
  );
}
