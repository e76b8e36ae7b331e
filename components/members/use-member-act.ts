import { useMutation, useQueryClient, type UseMutationOptions } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import type { MemberAnswer } from "@/lib/contracts/people/members";
import { keyQueryKeys } from "@/lib/queries/keys/integration-keys";
import { memberQueryKeys } from "@/lib/queries/accounts/members";
import { homePage } from "@/lib/addresses/pages";

type MemberAct<V> = {
  readonly accountId: string;
  /** True where people change their own membership. */
  readonly isYou: boolean;
  readonly options: UseMutationOptions<MemberAnswer, Error, V>;
  readonly onDone: (answer: MemberAnswer) => void;
};

/**
 * Runs a change of a member, after which everything that it touches is asked for anew: also after a refusal, since
 * what the page shows was not true any more. Whoever changed the own membership gets what is left to see.
 */
export function useMemberAct<V>({ accountId, isYou, options, onDone }: MemberAct<V>) {
  const cache = useQueryClient();
  const router = useRouter();
  return useMutation({
    ...options,
    onSuccess: (answer) => {
      onDone(answer);
      if (isYou && answer.member.status === "deactivated") router.push(homePage());
    },
    onSettled: async () => {
      if (isYou) {
        router.refresh();
        return;
      }
      await Promise.all([
        cache.invalidateQueries({ queryKey: memberQueryKeys.account(accountId) }),
        cache.invalidateQueries({ queryKey: keyQueryKeys.account(accountId) }),
      ]);
    },
  });
}
