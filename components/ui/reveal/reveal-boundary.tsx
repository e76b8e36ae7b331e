"use client";

import { Component, type ReactNode } from "react";

import { KeptSecret } from "@/components/ui/reveal/kept-secret";

type RevealBoundaryProps = { readonly children: ReactNode };

/** Shows the secret plainly where its dialog fails: the key is made by then, and nothing else can show it. */
export class RevealBoundary extends Component<RevealBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <KeptSecret /> : this.props.children;
  }
}
