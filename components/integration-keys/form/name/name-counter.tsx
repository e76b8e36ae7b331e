import { nameCounter } from "./name-count";

/** How long the name is, of what it may be; said aloud only when it becomes tight. */
export function NameCounter({ text }: { readonly text: string }) {
  const { shown, said, isOver } = nameCounter(text);
  return (
    <span className="flex items-baseline gap-2 text-sm tabular-nums">
      <output className={isOver ? "font-medium text-danger" : "text-muted"}>{said}</output>
      <span aria-hidden="true" translate="no" className={isOver ? "text-danger" : "text-muted"}>
        {shown}
      </span>
    </span>
  );
}
