import { useEffect, useRef, useState } from 'preact/hooks';

const watching = new Set<(nowMs: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(look: (nowMs: number) => void): () => void {
  watching.add(look);
  timer ??= setInterval(() => {
    const nowMs = Date.now();
    for (const one of [...watching]) one(nowMs);
  }, 1_000);
  return () => {
    watching.delete(look);
    if (watching.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Something that follows from the time; its component is drawn again when it has changed, and not each second. */
export function useTicking<Value extends string | number | boolean>(valueAt: (nowMs: number) => Value): Value {
  const [, redraw] = useState(0);
  const value = valueAt(Date.now());
  const shown = useRef({ valueAt, value });
  shown.current = { valueAt, value };
  useEffect(
    () => watch((nowMs) => shown.current.valueAt(nowMs) !== shown.current.value && redraw((times) => times + 1)),
    [],
  );
  return value;
}
