import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { keyQueryKeys } from "@/lib/queries/keys/integration-keys";
import { RequestError } from "@/lib/queries/request";

type Addition = {
  readonly isBusy: boolean;
  /** Why the last try did not work; null once another is under way. */
  readonly failure: RequestError | null;
  /** Does the work once at a time. Resolves with null where it was refused, or is under way already. */
  readonly add: <T>(work: () => Promise<T>) => Promise<T | null>;
};

/**
 * Sends something whose answer may hold a secret, which no cache of mutations keeps. Afterwards the lists of the app are
 * asked for anew: also after a refusal, since what the page shows was not true any more.
 */
export function useAddition(accountId: string, keyId: string): Addition {
  const cache = useQueryClient();
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const add = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (isUnderWay.current) return null;
    isUnderWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error);
      return null;
    } finally {
      isUnderWay.current = false;
      setBusy(false);
      void cache.invalidateQueries({ queryKey: keyQueryKeys.key(accountId, keyId) });
    }
  };
  return { isBusy, failure, add };
}

/** What the server says of a field, by the beginning of its JSON pointer. */
export function faultAt(failure: RequestError | null, pointer: string): string | undefined {
  return failure?.errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
    ?.detail;
}
