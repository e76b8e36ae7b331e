"use client";

import { Printer } from "lucide-react";

import { Button } from "./button";

type PrintButtonProps = {
  /** The id of what is put on paper: nothing else of the page is. */
  readonly paper: string;
};

/** The button that prints a part of its page. */
export function PrintButton({ paper }: PrintButtonProps) {
  const print = () => {
    const part = document.getElementById(paper);
    if (!part) return;
    part.dataset["print"] = "only";
    globalThis.addEventListener("afterprint", () => delete part.dataset["print"], { once: true });
    globalThis.print();
  };
  return (
    <Button onClick={print}>
      <Printer aria-hidden="true" className="size-3.5" />
      Print
    </Button>
  );
}
