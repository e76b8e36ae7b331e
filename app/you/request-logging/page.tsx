import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";

import { RequestLog } from "@/components/request-logging/request-log";
import { PageHead } from "@/components/ui/page-head";
import { orNotFound, requireSession } from "@/lib/auth/page";
import { createQueryClient } from "@/lib/queries/client";
import { loggedRequestsQuery, requestLoggingQuery } from "@/lib/queries/people/request-logging";
import { listLoggedRequests } from "@/lib/request-logs/list";
import { showRequestLogging } from "@/lib/request-logs/show";

export const metadata: Metadata = { title: "Request logging" };

export default async function RequestLoggingPage() {
  const session = await requireSession();
  const client = createQueryClient();
  await orNotFound(
    Promise.all([
      client.query({ ...requestLoggingQuery(), queryFn: () => showRequestLogging(session) }),
      client.query({ ...loggedRequestsQuery(), queryFn: () => listLoggedRequests(session) }),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHead
        title="Request logging"
        purpose="See what your programs really send: the next requests that are made with keys and tokens that act as you. Only you see them: no admin, no colleague and nobody of support."
      />
      <RequestLog now={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
