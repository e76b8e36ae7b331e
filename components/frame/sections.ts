import type { AccountSummary } from "@/lib/contracts/sessions";
import { permits } from "@/lib/domain/profiles";
import {
  apiInformationPage,
  auditLogPage,
  keyListPage,
  keyPolicyPage,
  membersPage,
  noticesPage,
  securityPage,
  supportPage,
} from "@/lib/view/routes";
import type { Route } from "next";

export const SECTION_ICONS = [
  "overview",
  "key",
  "members",
  "policy",
  "audit",
  "notices",
  "security",
  "support",
] as const;
export type SectionIcon = (typeof SECTION_ICONS)[number];

export type Section = {
  readonly label: string;
  readonly href: Route;
  readonly icon: SectionIcon;
  /** Pages below it belong to it. */
  readonly hasPagesBelow: boolean;
};
export type SectionGroup = { readonly label: string; readonly sections: readonly Section[] };

/**
 * The navigation (PRODUCT section 6): what the person may open in this account and no more. "Integration Key" is
 * there only where keys are available (R1) and the profile may see them (R2).
 */
export function sectionGroups(account: AccountSummary | null, isStaff: boolean): SectionGroup[] {
  const groups: SectionGroup[] = account ? accountGroups(account) : [];
  const own = [section("Notices", noticesPage(), "notices"), section("Security", securityPage(), "security")];
  groups.push({ label: "You", sections: own });
  if (isStaff)
    groups.push({ label: "Operator", sections: [section("Support", supportPage(), "support", true)] });
  return groups.filter((group) => group.sections.length > 0);
}

function accountGroups({ id, profile, hasIntegrationKeys }: AccountSummary): SectionGroup[] {
  const information = [section("Overview", apiInformationPage(id), "overview")];
  if (hasIntegrationKeys && permits(profile, "key:read")) {
    information.push(section("Integration Key", keyListPage(id), "key", true));
  }
  const account: Section[] = [];
  if (permits(profile, "member:read")) account.push(section("Members", membersPage(id), "members", true));
  if (permits(profile, "policy:read")) account.push(section("Key policy", keyPolicyPage(id), "policy"));
  if (permits(profile, "audit:read")) account.push(section("Audit log", auditLogPage(id), "audit"));
  return [
    { label: "API Information", sections: information },
    { label: "Account", sections: account },
  ];
}

function section(label: string, href: Route, icon: SectionIcon, hasPagesBelow = false): Section {
  return { label, href, icon, hasPagesBelow };
}

/** True if the page at this path belongs to the section. */
export function isCurrentSection(section: Section, pathname: string): boolean {
  return pathname === section.href || (section.hasPagesBelow && pathname.startsWith(`${section.href}/`));
}
