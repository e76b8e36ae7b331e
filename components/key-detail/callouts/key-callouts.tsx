"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";

import { knocksQuery } from "@/lib/queries/keys/key-usage";
import { calloutsOf } from "./callout-kinds";

import { useKey, useKeyNow } from "@/components/key-detail/use-key";

const KnockLog = dynamic(() => import("./knock-log").then((module) => module.KnockLog));
// Most keys have nothing to say.
const KeyCallout = dynamic(() => import("./key-callout").then((module) => module.KeyCallout));
const REFRESH_MS = 5_000;

type KeyCalloutsProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** What must be known about the key before anything else; nothing for most keys. */
export function KeyCallouts({ accountId, keyId, now: start }: KeyCalloutsProps) {
  const key = useKey(accountId, keyId);
  const now = useKeyNow(start, key);
  const { data } = useQuery({ ...knocksQuery(accountId, keyId), refetchInterval: REFRESH_MS });
  const kinds = calloutsOf(key, now);
  const knocks = data?.knocks ?? null;
  if (kinds.length === 0 && knocks === null) return null;
  return (
    <div className="mb-5 flex flex-col gap-3">
      {kinds.map((kind) => (
        <KeyCallout key={kind} kind={kind} subject={key} accountId={accountId} now={now} />
      ))}
      {knocks ? <KnockLog accountId={accountId} subject={key} knocks={knocks} now={now} /> : null}
    </div>
  );
}
