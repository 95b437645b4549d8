/** Redraws a component when something it looks at has changed. */

import { useEffect, useLayoutEffect, useReducer, useState } from "preact/hooks";

interface Store<T> {
  current(): T;
  subscribe(listener: () => void): () => void;
}

export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useReducer<number, null>((count) => count + 1, 0);
  // Before the browser paints: a change between drawing and subscribing would go unseen.
  useLayoutEffect(() => store.subscribe(() => redraw(null)), [store]);
  return store.current();
}

/** The time in ms since 1970, a few times a second while `running`. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
