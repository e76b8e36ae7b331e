import type { ReactNode } from "react";

import { PersonFrame } from "../person-frame";

export default function OrganizationsLayout({ children }: { readonly children: ReactNode }) {
  return <PersonFrame>{children}</PersonFrame>;
}
