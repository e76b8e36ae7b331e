import { afterEach, expect, it, vi } from "vitest";

import { BACKGROUND_HEADER } from "../../domain/people/background";
import { watchPresence } from "./presence";
import { request } from "../request";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("marks what a page reads by itself once nobody has touched it for a minute, and never a change", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const sent: boolean[] = [];
  vi.stubGlobal("fetch", (_path: string, { headers }: { headers: Record<string, string> }) => {
    sent.push(BACKGROUND_HEADER in headers);
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  const page = new EventTarget();
  watchPresence(page);

  page.dispatchEvent(new Event("keydown"));
  await request("/api/me");
  vi.advanceTimersByTime(59_000);
  await request("/api/me");
  vi.advanceTimersByTime(2_000);
  await request("/api/me");
  await request("/api/sign-out", { method: "POST" });
  page.dispatchEvent(new Event("pointermove"));
  await request("/api/me");
  expect(sent).toEqual([false, false, true, false, false]);
});
