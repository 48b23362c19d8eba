import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { listLimits } from '../../limits.ts';

/**
 * A list that is drawn as far as somebody has scrolled, and somewhat further: a cheap phone draws no thousand cards.
 * @param children of an item, and of nothing else: what was drawn of one is drawn again when it is another.
 */
export function DrawnWhenNear<Item extends object>({
  items,
  children,
}: {
  items: readonly Item[];
  children(item: Item): VNode;
}) {
  const [drawn, setDrawn] = useState<number>(listLimits.drawnAtATime);
  const known = useRef(new WeakMap<Item, VNode>());
  const draw = (item: Item) => {
    const vnode = known.current.get(item) ?? children(item);
    known.current.set(item, vnode);
    return vnode;
  };
  return (
    <>
      <ul class="cards">{items.slice(0, drawn).map(draw)}</ul>
      {drawn < items.length && <End onNear={() => setDrawn(drawn + listLimits.drawnAtATime)} />}
    </>
  );
}

function End({ onNear }: { onNear(): void }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), {
      rootMargin: `${listLimits.nearPx}px`,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  return <div ref={end} class="further" />;
}
