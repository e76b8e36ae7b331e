import type { ReactNode } from "react";

import { requireStaff } from "@/lib/auth/page";

import { PersonFrame } from "../person-frame";

export default async function SupportLayout({ children }: { readonly children: ReactNode }) {
  await requireStaff();
  return <PersonFrame>{children}</PersonFrame>;
}
