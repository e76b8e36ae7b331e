import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";

import { noticesQuery, unreadNoticesQuery } from "./notices";
import { onSignedOut } from "../request";

afterEach(() => vi.unstubAllGlobals());

it("leaves a filled-in form alone when the count beside it finds that the session has ended", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      Response.json(
        { code: "not_signed_in", status: 401 },
        { status: 401, headers: { "Content-Type": "application/problem+json" } },
      ),
    ),
  );
  const leave = vi.fn<() => void>();
  onSignedOut(leave);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const refusal = { code: "not_signed_in" };

  await expect(client.query(unreadNoticesQuery())).rejects.toMatchObject(refusal);
  expect(leave).not.toHaveBeenCalled();
  await expect(client.infiniteQuery(noticesQuery())).rejects.toMatchObject(refusal);
  expect(leave).toHaveBeenCalledOnce();
});
