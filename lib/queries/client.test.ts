import { MutationObserver, onlineManager, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it } from "vitest";

import { createQueryClient } from "./client";
import { RequestError } from "./request";

const failed = (status: number) =>
  new RequestError({ status, code: "some_code", detail: "In words.", requestId: null });

beforeEach(() => onlineManager.setOnline(true));
afterEach(() => onlineManager.setOnline(true));

/** Something that a page shows, and how often it was asked for. */
function watch(answer: () => Promise<string> = () => Promise.resolve("shown")) {
  const client = createQueryClient();
  client.mount();
  const asked = { times: 0 };
  const observer = new QueryObserver(client, {
    queryKey: ["shown"],
    retry: false,
    queryFn: () => {
      asked.times += 1;
      return answer();
    },
  });
  const stop = observer.subscribe(() => undefined);
  return {
    client,
    asked,
    observer,
    stop: () => {
      stop();
      client.unmount();
    },
  };
}

it("a change without a network fails at once, and is not made later", async () => {
  const { client, stop } = watch();
  onlineManager.setOnline(false);
  let tries = 0;
  const change = new MutationObserver(client, {
    mutationFn: () => {
      tries += 1;
      return Promise.reject(failed(0));
    },
  });
  await expect(change.mutate()).rejects.toMatchObject({ status: 0 });
  onlineManager.setOnline(true);
  await client.resumePausedMutations();
  expect(tries).toBe(1);
  stop();
});

it("what can't be loaded without a network says so, and is loaded once it is back", async () => {
  onlineManager.setOnline(false);
  const { asked, observer, stop } = watch(() =>
    onlineManager.isOnline() ? Promise.resolve("shown") : Promise.reject(failed(0)),
  );
  await expect.poll(() => observer.getCurrentResult().status).toBe("error");
  onlineManager.setOnline(true);
  await expect.poll(() => observer.getCurrentResult().data).toBe("shown");
  expect(asked.times).toBe(2);
  stop();
});

it.each([
  ["whose answer was lost", 0, 2],
  ["that broke off", 500, 2],
  ["that was refused", 409, 1],
])("a change %s has %i loaded again: asked %i times", async (_, status, times) => {
  const { client, asked, observer, stop } = watch();
  await expect.poll(() => observer.getCurrentResult().status).toBe("success");
  const change = new MutationObserver(client, { mutationFn: () => Promise.reject(failed(status)) });
  await expect(change.mutate()).rejects.toMatchObject({ status });
  await expect.poll(() => asked.times).toBe(times);
  stop();
});
