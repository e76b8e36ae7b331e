import type { Metadata } from "next";

import { Bare } from "@/components/frame/pages/bare";
import { NotFoundView } from "@/components/frame/pages/not-found-view";

export const metadata: Metadata = { title: "Not found" };

export default function RootNotFound() {
  return (
    <Bare>
      <NotFoundView />
    </Bare>
  );
}
