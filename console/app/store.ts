import { useEffect, useRef, useState } from 'preact/hooks';

/** A value that parts of the page look at together. */
export interface Store<State> {
  get(): State;
  /** Values are replaced, never changed: who compares them sees the difference. */
  set(next: State): void;
  /** @returns ends it. */
  subscribe(onChange: () => void): () => void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next) {
      if (Object.is(next, state)) return;
      state = next;
      for (const tell of [...listeners]) tell();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

/** What a component needs of a store; it is drawn again when that is another value. */
export function useStore<State, Selected = State>(
  store: Store<State>,
  select: (state: State) => Selected = (state) => state as unknown as Selected,
): Selected {
  const [, redraw] = useState(0);
  const selected = select(store.get());
  const shown = useRef({ select, selected });
  shown.current = { select, selected };
  useEffect(() => {
    const look = () => {
      const { select: selectNow, selected: before } = shown.current;
      if (!Object.is(selectNow(store.get()), before)) redraw((times) => times + 1);
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return selected;
}
