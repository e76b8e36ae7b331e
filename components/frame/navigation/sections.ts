import type { AccountSummary, Me } from "@/lib/contracts/people/sessions";
import { permits } from "@/lib/domain/people/profiles";
import {
  apiInformationPage,
  auditLogPage,
  connectedAppsPage,
  continuityPage,
  goLivePage,
  keyListPage,
  keyPolicyPage,
  membersPage,
  noticesPage,
  organizationPage,
  requestLoggingPage,
  securityPage,
  supportPage,
  transfersPage,
} from "@/lib/addresses/pages";
import type { Route } from "next";

export const SECTION_ICONS = [
  "overview",
  "key",
  "go-live",
  "transfers",
  "members",
  "continuity",
  "organization",
  "policy",
  "audit",
  "notices",
  "request-logging",
  "connected-apps",
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
 * The navigation: what the person may open in this account and no more. "Integration Key" is
 * there only where keys are available (R1) and the profile may see them (R2).
 * @param organizations those that the person is an admin of
 */
export function sectionGroups(
  account: AccountSummary | null,
  isStaff: boolean,
  organizations: Me["organizations"] = [],
): SectionGroup[] {
  const groups: SectionGroup[] = account ? accountGroups(account) : [];
  groups.push({
    label: organizations.length > 1 ? "Organizations" : "Organization",
    sections: organizations.map(({ id, name }) =>
      section(organizations.length > 1 ? name : "Organization", organizationPage(id), "organization"),
    ),
  });
  const own = [
    section("Notices", noticesPage(), "notices"),
    section("Request logging", requestLoggingPage(), "request-logging"),
    section("Connected apps", connectedAppsPage(), "connected-apps"),
    section("Security", securityPage(), "security"),
  ];
  groups.push({ label: "You", sections: own });
  if (isStaff)
    groups.push({ label: "Operator", sections: [section("Support", supportPage(), "support", true)] });
  return groups.filter((group) => group.sections.length > 0);
}

function accountGroups({ id, profile, environment, hasIntegrationKeys }: AccountSummary): SectionGroup[] {
  const information = [section("Overview", apiInformationPage(id), "overview")];
  if (hasIntegrationKeys && permits(profile, "key:read")) {
    information.push(section("Integration Key", keyListPage(id), "key", true));
    if (environment === "sandbox") information.push(section("Go Live", goLivePage(id), "go-live"));
  }
  if (permits(profile, "key:transfer")) {
    information.push(section("Transfers", transfersPage(id), "transfers", true));
  }
  const account: Section[] = [];
  if (permits(profile, "member:read")) account.push(section("Members", membersPage(id), "members", true));
  if (permits(profile, "member:read")) account.push(section("Continuity", continuityPage(id), "continuity"));
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
