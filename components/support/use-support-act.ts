import { useMutation, useQueryClient, type UseMutationOptions } from "@tanstack/react-query";

import { supportQueryKeys } from "@/lib/queries/cases/support";

/** Does something as support; afterwards everything that support sees is asked for anew, also after a refusal. */
export function useSupportAct<T, V>(
  options: UseMutationOptions<T, Error, V>,
  onDone: (answer: T) => void = () => {},
) {
  const cache = useQueryClient();
  return useMutation({
    ...options,
    onSuccess: (answer) => onDone(answer),
    onSettled: () => cache.invalidateQueries({ queryKey: supportQueryKeys.all }),
  });
}

/** A field of a form as it was typed, without white space around it. */
export function textIn(form: HTMLFormElement, name: string): string {
  const entry = new FormData(form).get(name);
  return typeof entry === "string" ? entry.trim() : "";
}
