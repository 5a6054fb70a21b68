import { useState } from 'react';
import { sentence } from '@/lib/errors';
import { queryClient } from '@/lib/query';
import { forgetOpened } from '@/lib/search';
import { show } from '@/lib/toasts';
import { workspace } from '@/lib/workspace';

/** Says what went wrong. What went well is said by the change itself, with its undo. */
export const fail = (cause: unknown): void => {
  show({ text: sentence(cause), tone: 'bad' });
};

/** Does something that needs no answer. */
export const act = (work: Promise<unknown>): void => void work.catch(fail);

/** Work behind a button: `busy` while it runs; a failure is said. */
export function useBusy(): [boolean, (work: () => Promise<unknown>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  return [
    busy,
    async (work) => {
      setBusy(true);
      try {
        await work();
      } catch (cause) {
        fail(cause);
      } finally {
        setBusy(false);
      }
    },
  ];
}

/** Opens, or makes and opens, another workspace in place of this one; everything on screen is read anew. */
export async function openWorkspace(dir: string, how: 'open' | 'create' = 'open'): Promise<void> {
  await (how === 'open' ? workspace.Open(dir) : workspace.Create(dir));
  forgetOpened();
  await queryClient.resetQueries();
}
