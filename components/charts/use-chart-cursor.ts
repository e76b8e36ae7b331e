import { useState, type ChangeEvent, type KeyboardEvent, type PointerEvent } from "react";

import type { Stretch } from "./chart-geometry";

type Cursor = { readonly index: number; readonly anchor: number };

/**
 * Which bar the pointer or the keyboard is on, and the stretch that is being chosen.
 * @param count how many bars there are
 * @param onChoose a stretch of two bars or more was dragged over, or Enter was pressed on one or more
 */
export function useChartCursor(count: number, onChoose: (stretch: Stretch) => void) {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [isDragging, setDragging] = useState(false);
  const inside = (index: number) => Math.min(count - 1, Math.max(0, index));

  const indexAt = (event: PointerEvent<HTMLInputElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return inside(Math.floor(((event.clientX - box.left) / box.width) * count));
  };
  const stretch = cursor ? stretchOf(cursor) : null;

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLInputElement>) => {
      if (event.button !== 0) return;
      const index = indexAt(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragging(true);
      setCursor({ index, anchor: index });
    },
    onPointerMove: (event: PointerEvent<HTMLInputElement>) => {
      const index = indexAt(event);
      setCursor((before) => ({ index, anchor: isDragging && before ? before.anchor : index }));
    },
    onPointerUp: () => {
      setDragging(false);
      if (isDragging && cursor && cursor.anchor !== cursor.index) onChoose(stretchOf(cursor));
    },
    onPointerCancel: () => setDragging(false),
    onPointerLeave: () => {
      if (!isDragging) setCursor(null);
    },
    // Whoever comes by keyboard is on the newest bar at once. React tells of a focus from before hydration too; of a key it does not.
    onFocus: () => setCursor((before) => before ?? { index: count - 1, anchor: count - 1 }),
    onBlur: () => setCursor(null),
    // Assistive technology that moves the slider without keys.
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const index = inside(Number(event.currentTarget.value));
      if (!isDragging) setCursor({ index, anchor: index });
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.key === "Escape" && cursor) {
        event.preventDefault();
        setCursor(null);
      }
      if (event.key === "Enter" && cursor) onChoose(stretchOf(cursor));
      const from = cursor?.index ?? count;
      const target = keyTarget(event.key, from, count);
      if (target === null) return;
      event.preventDefault();
      const index = inside(target);
      setCursor({ index, anchor: event.shiftKey && cursor ? cursor.anchor : index });
    },
  };
  return { index: cursor?.index ?? null, stretch, handlers };
}

function stretchOf({ index, anchor }: Cursor): Stretch {
  return { first: Math.min(index, anchor), last: Math.max(index, anchor) };
}

function keyTarget(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return index - 1;
    case "ArrowRight":
    case "ArrowUp":
      return index + 1;
    case "PageDown":
      return index - 6;
    case "PageUp":
      return index + 6;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
