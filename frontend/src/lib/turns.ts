import { useCallback, useRef } from 'react';

/**
 * Saves of one record wait for each other, so that each can start from what the one before it made: a
 * card is typed through faster than answers arrive.
 */
export function useInTurn(): <T>(save: () => Promise<T>) => Promise<T> {
  const last = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(<T>(save: () => Promise<T>) => {
    const saved = last.current.then(save);
    last.current = saved.catch(() => undefined);
    return saved;
  }, []);
}
