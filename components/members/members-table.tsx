import { Ellipsis } from "lucide-react";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/contracts/people/members";
import { count } from "@/lib/domain/format/numbers";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import { auditLogPage, keyListPage } from "@/lib/addresses/pages";

export type MemberAct = "profile" | "shared" | "deactivate" | "reactivate";

type MembersTableProps = {
  readonly members: readonly Member[];
  readonly accountId: string;
  readonly userId: string;
  readonly now: string;
  readonly canUpdate: boolean;
  readonly onAct: (act: MemberAct, member: Member) => void;
};

/** A row for each member. */
export function MembersTable({ members, ...rest }: MembersTableProps) {
  return (
    <Table label="Members">
      <thead>
        <Tr>
          <Th>Name</Th>
          <Th>Profile</Th>
          <Th className={WIDE}>Status</Th>
          <Th className={WIDE}>Keys</Th>
          <Th className={WIDE}>Joined</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </Tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} {...rest} />
        ))}
      </tbody>
    </Table>
  );
}

/** Columns that a narrow screen shows below the name instead. */
const WIDE = "hidden sm:table-cell";

type MemberRowProps = Omit<MembersTableProps, "members"> & { readonly member: Member };

function MemberRow({ member, accountId, userId, now, canUpdate, onAct }: MemberRowProps) {
  const { user } = member;
  return (
    <Tr>
      <Td className="max-w-44 sm:max-w-80">
        <span className="block truncate font-medium" title={user.name}>
          <span>{user.name}</span>
          {user.id === userId ? <span className="font-normal text-muted"> (you)</span> : null}
        </span>
        <span className="block truncate text-sm text-muted" title={user.email}>
          {user.email}
        </span>
        <span className="mt-1 flex flex-wrap items-center gap-2 sm:hidden">
          <StatusBadge member={member} />
          <KeysLink member={member} accountId={accountId} />
        </span>
      </Td>
      <Td className="whitespace-nowrap">
        <span>{PROFILE_LABELS[member.profile]}</span>
        {member.isShared ? (
          <span className="ml-2">
            <Badge tone="neutral">Shared</Badge>
          </span>
        ) : null}
      </Td>
      <Td className={WIDE}>
        <StatusBadge member={member} />
      </Td>
      <Td className={`${WIDE} whitespace-nowrap`}>
        <KeysLink member={member} accountId={accountId} />
      </Td>
      <Td className={WIDE}>
        <Time at={member.joinedAt} now={now} />
      </Td>
      <Td className="w-10 text-right">
        <Menu
          label={`Actions for ${user.name}`}
          items={[
            ...(canUpdate ? actsOn(member, onAct) : []),
            { label: "Show activity", href: auditLogPage(accountId, { actorId: user.id }) },
          ]}
        >
          <Ellipsis aria-hidden="true" className="size-4" />
        </Menu>
      </Td>
    </Tr>
  );
}

function StatusBadge({ member }: { readonly member: Member }) {
  return (
    <Badge tone={member.status === "active" ? "positive" : "neutral"}>
      {member.status === "active" ? "Active" : "Deactivated"}
    </Badge>
  );
}

function KeysLink({ member, accountId }: { readonly member: Member; readonly accountId: string }) {
  if (member.liveKeys === 0) return <span className="text-sm text-muted">No live keys</span>;
  return (
    <Link
      href={keyListPage(accountId, { createdBy: member.user.id })}
      className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
    >
      {member.status === "active"
        ? count(member.liveKeys, "live key")
        : `${count(member.liveKeys, "key")} stopped`}
    </Link>
  );
}

function actsOn(member: Member, onAct: MembersTableProps["onAct"]): MenuItem[] {
  if (member.status === "deactivated") {
    return [{ label: "Reactivate", onSelect: () => onAct("reactivate", member) }];
  }
  return [
    { label: "Change profile", onSelect: () => onAct("profile", member) },
    {
      label: member.isShared ? "Mark as one person" : "Mark as shared",
      onSelect: () => onAct("shared", member),
    },
    { label: "Deactivate", isDanger: true, onSelect: () => onAct("deactivate", member) },
  ];
}
