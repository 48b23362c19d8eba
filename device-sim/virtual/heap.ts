/** Whatever comes first is taken out first: a binary heap. */
export interface Heap<T> {
  push(item: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
}

/** @param isBefore a strict order, in which no two are equal. */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const rise = (item: T) => {
    let place = items.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || isBefore(parent, item)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  };

  const sink = (item: T) => {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const left = items[below];
      if (left === undefined) break;
      const right = items[below + 1];
      const first = right !== undefined && isBefore(right, left) ? right : left;
      if (first === right) below++;
      if (isBefore(item, first)) break;
      items[place] = first;
      place = below;
    }
    items[place] = item;
  };

  return {
    push: rise,
    peek: () => items[0],
    pop: () => {
      const [top] = items;
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return top;
    },
  };
}
