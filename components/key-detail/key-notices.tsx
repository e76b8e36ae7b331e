"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";

import { knocksQuery } from "@/lib/queries/key-usage";
import { noticesOf } from "@/lib/view/key-notices";

import { useKey, useKeyNow } from "./use-key";

const KnockLog = dynamic(() => import("./knock-log").then((module) => module.KnockLog));
// Most keys have nothing to say.
const KeyNotice = dynamic(() => import("./key-notice").then((module) => module.KeyNotice));
const REFRESH_MS = 5_000;

type KeyNoticesProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** What must be known about the key before anything else; nothing for most keys. */
export function KeyNotices({ accountId, keyId, now: start }: KeyNoticesProps) {
  const key = useKey(accountId, keyId);
  const now = useKeyNow(start, key);
  const { data } = useQuery({ ...knocksQuery(accountId, keyId), refetchInterval: REFRESH_MS });
  const kinds = noticesOf(key, now);
  const knocks = data?.knocks ?? null;
  if (kinds.length === 0 && knocks === null) return null;
  return (
    <div className="mb-5 flex flex-col gap-3">
      {kinds.map((kind) => (
        <KeyNotice key={kind} kind={kind} subject={key} accountId={accountId} now={now} />
      ))}
      {knocks ? <KnockLog accountId={accountId} subject={key} knocks={knocks} now={now} /> : null}
    </div>
  );
}
