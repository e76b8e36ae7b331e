import { Button } from "./button";

type ShowMoreProps = {
  /** What is known of the list's further pages. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly className?: string;
  /** What is shown then: "Show more cases". */
  readonly children: string;
};

/** The way to the next page of a list; nothing where all of it is there. */
export function ShowMore({ list, className = "self-start", children }: ShowMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <Button className={className} isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {children}
    </Button>
  );
}
