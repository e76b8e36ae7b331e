"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useState } from "react";

import { KEY_STATUS_TONES } from "@/components/key-parts/key-status-tone";
import { Badge } from "@/components/ui/marks/badge";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { SearchField } from "@/components/ui/fields/search-field";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SupportKey } from "@/lib/contracts/support/support-desk";
import { count } from "@/lib/domain/format/numbers";
import { METHOD_LABELS } from "@/lib/domain/keys/availability";
import { STATUS_LABELS } from "@/lib/domain/keys/key-lifecycle";
import { notBefore } from "@/lib/domain/time/not-before";
import { supportKeysQuery } from "@/lib/queries/cases/support-desk";

import { LoadFailure } from "../load-failure";

type AccountKeysProps = { readonly accountId: string; readonly now: string };

/** An account's keys as support sees them: to know one again, and nothing to call with or to change. */
export function AccountKeys({ accountId, now }: AccountKeysProps) {
  const [q, setQ] = useState("");
  return (
    <section aria-labelledby="account-keys" className="flex flex-col gap-4">
      <h2 id="account-keys" className="text-lg font-semibold">
        Keys
      </h2>
      <SearchField
        label="Search this account's keys"
        placeholder="Name, GUID or last four characters"
        value={q}
        onSearch={setQ}
        className="max-w-100"
      />
      <Keys accountId={accountId} q={q} now={now} />
    </section>
  );
}

function Keys({ accountId, q, now }: AccountKeysProps & { readonly q: string }) {
  const keys = useInfiniteQuery(supportKeysQuery(accountId, q));
  if (keys.isPending) return <Skeleton className="h-40 w-full" />;
  if (keys.isError) return <LoadFailure error={keys.error} onRetry={() => void keys.refetch()} />;
  const rows = keys.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return q === "" ? (
      <EmptyState title="No keys yet">The account has never had an integration key.</EmptyState>
    ) : (
      <EmptyState title="No key is like this">
        Search by a part of the name, the beginning of the GUID, or the last four characters.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="@container">
        <Table label="Keys" className="@max-[44rem]:block">
          <thead className="@max-[44rem]:sr-only">
            <tr>
              <Th>Key</Th>
              <Th>Secret</Th>
              <Th>Scopes</Th>
              <Th>Created</Th>
              <Th>Last used</Th>
              <Th>Status</Th>
            </tr>
          </thead>
          <tbody className="@max-[44rem]:block @max-[44rem]:border-t @max-[44rem]:border-line">
            {rows.map((row) => (
              <KeyRow key={row.id} row={row} now={now} />
            ))}
          </tbody>
        </Table>
      </div>
      <ShowMore list={keys}>Show more keys</ShowMore>
    </>
  );
}

/** In a narrow list: the key over the whole width, and below it what is known of it, beside each other. */
const CELL = "@max-[44rem]:h-auto @max-[44rem]:p-0 @max-[44rem]:text-sm";

function KeyRow({ row, now }: { readonly row: SupportKey; readonly now: string }) {
  const { prefix, lastFour } = row;
  return (
    <Tr className="align-top @max-[44rem]:flex @max-[44rem]:flex-wrap @max-[44rem]:items-baseline @max-[44rem]:gap-x-4 @max-[44rem]:gap-y-0.5 @max-[44rem]:py-2.5">
      <Td className={clsx("min-w-44", CELL, "@max-[44rem]:basis-full")}>
        <span className="font-medium wrap-anywhere">{row.name}</span>
        <code translate="no" className="block text-xs wrap-anywhere text-muted">
          {row.clientId}
        </code>
      </Td>
      <Td className={clsx("text-sm", CELL)}>
        {prefix && lastFour ? (
          <code translate="no" className="whitespace-nowrap">{`${prefix}_…${lastFour}`}</code>
        ) : (
          <span className="text-muted">{row.method === "oauth" ? METHOD_LABELS.oauth : "Not issued"}</span>
        )}
      </Td>
      <Td className={clsx("text-sm", CELL)}>
        <details>
          <summary className="cursor-pointer whitespace-nowrap">{count(row.scopes.length, "scope")}</summary>
          <code translate="no" className="block text-xs wrap-anywhere text-muted">
            {row.scopes.join(" ")}
          </code>
        </details>
      </Td>
      <Td className={clsx("text-sm", CELL)}>
        <Time at={row.createdAt} now={notBefore(now, row.createdAt)} />
        <span className="block wrap-anywhere text-muted @max-[44rem]:ml-1 @max-[44rem]:inline">{`by ${row.createdBy.name}`}</span>
      </Td>
      <Td className={clsx("text-sm", CELL)}>
        {row.lastUsedAt ? (
          <Time at={row.lastUsedAt} now={notBefore(now, row.lastUsedAt)} />
        ) : (
          <span className="text-muted">Never used</span>
        )}
      </Td>
      <Td className={CELL}>
        <Badge tone={KEY_STATUS_TONES[row.status]}>{STATUS_LABELS[row.status]}</Badge>
      </Td>
    </Tr>
  );
}
