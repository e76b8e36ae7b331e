import type { Metadata } from "next";

import { Bare } from "@/components/frame/bare";
import { NotFoundView } from "@/components/frame/not-found-view";

export const metadata: Metadata = { title: "Not found" };

export default function RootNotFound() {
  return (
    <Bare>
      <NotFoundView />
    </Bare>
  );
}
