import { clsx } from "clsx";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Link } from "@/components/ui/links/link";
import { Time } from "@/components/ui/time";
import type { NoticeItem } from "@/lib/contracts/people/notices";
import { notBefore } from "@/lib/domain/time/not-before";
import { noticeTarget } from "@/lib/addresses/pages";

type NoticeEntryProps = {
  readonly notice: NoticeItem;
  readonly now: string;
  readonly isBusy: boolean;
  readonly onMark: (isRead: boolean) => void;
};

/** One notice: what it is about, when it came, and its sentences, each with the page that it speaks of. */
export function NoticeEntry({ notice, now, isBusy, onMark }: NoticeEntryProps) {
  const isRead = notice.readAt !== null;
  const id = `notice-${notice.id}`;
  return (
    <li>
      <article aria-labelledby={id} className="flex flex-col gap-2 py-4">
        <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h2 id={id} className={clsx("min-w-0 flex-[1_1_16rem] wrap-anywhere", !isRead && "font-semibold")}>
            {notice.subject}
          </h2>
          {notice.account?.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : null}
          {isRead ? null : <Badge tone="accent">Unread</Badge>}
          <span className="text-sm text-muted">
            <Time at={notice.createdAt} now={notBefore(now, notice.createdAt)} />
          </span>
        </header>
        <ul className="flex flex-col gap-1.5 text-sm">
          {notice.lines.map((line) => (
            <li
              key={`${line.link?.path ?? ""} ${line.text}`}
              className={clsx("wrap-anywhere", !line.link && "text-muted")}
            >
              {line.link ? (
                <Link
                  href={noticeTarget(line.link.path)}
                  className="font-medium underline decoration-line-strong underline-offset-3 hover:decoration-ink"
                >
                  {line.link.label}
                </Link>
              ) : null}
              <span>{line.text}</span>
            </li>
          ))}
        </ul>
        <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-muted">
          <span>{notice.mailedAt ? "Also mailed to you" : ""}</span>
          <Button
            variant="quiet"
            isBusy={isBusy}
            aria-label={`Mark as ${isRead ? "unread" : "read"}: ${notice.subject}`}
            className="-my-1 -mr-3.5 min-h-8"
            onClick={() => onMark(!isRead)}
          >{`Mark as ${isRead ? "unread" : "read"}`}</Button>
        </footer>
      </article>
    </li>
  );
}
