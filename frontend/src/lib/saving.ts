import { useCallback, useState } from 'react';
import { fieldSentences, sentence } from './errors';
import { show } from './toasts';

/** Sentences by the name of the field they are said at. */
export type Problems = Record<string, string>;

/**
 * The saving of a form: what was refused stands at its fields, or in a toast where it is about none of
 * them. `call` goes on to what follows when all is well, such as closing the form.
 */
export function useSaving() {
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const save = useCallback(
    async (call: () => Promise<unknown>, onRefused?: (problems: Problems) => void): Promise<void> => {
      setBusy(true);
      try {
        await call();
        setProblems({});
      } catch (cause) {
        const refused = fieldSentences(cause);
        setProblems(refused);
        if (Object.keys(refused).length === 0) show({ text: sentence(cause), tone: 'bad' });
        else onRefused?.(refused);
      } finally {
        setBusy(false);
      }
    },
    [],
  );
  /** Called with what is typed: nothing old is said of it. */
  const clear = useCallback(() => setProblems({}), []);
  return { problems, busy, save, clear, refuse: setProblems };
}
