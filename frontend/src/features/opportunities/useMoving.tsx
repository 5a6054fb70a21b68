import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useState } from 'react';
import { isCode, sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { api } from './api';
import { type Conflict, ConflictDialog } from './ConflictDialog';
import { meanwhile } from './conflict';
import { type Asked, UnmetDialog } from './UnmetDialog';

/**
 * Moving a card to another stage, with what may stand in the way: what is not confirmed yet, and
 * somebody else who moved it meanwhile. `back` takes back what was shown at once.
 */
export function useMoving(): {
  move: (asked: Asked, back?: () => void) => Promise<void>;
  dialogs: ReactNode;
} {
  const client = useQueryClient();
  const [unmet, setUnmet] = useState<Asked | undefined>();
  const [conflict, setConflict] = useState<Conflict | undefined>();
  const refused = useCallback(
    (asked: Asked, cause: unknown) => {
      const now = meanwhile(cause);
      if (isCode(cause, 'opportunity.unmet')) setUnmet(asked);
      else {
        if (now) setConflict({ asked, now });
        else show({ text: sentence(cause), tone: 'bad' });
        void client.invalidateQueries({ queryKey: ['opportunity'] });
      }
    },
    [client],
  );
  const move = useCallback(
    async (asked: Asked, back?: () => void) => {
      try {
        await api.Move(asked.id, asked.from, asked.to, '');
      } catch (cause) {
        back?.();
        refused(asked, cause);
      }
    },
    [refused],
  );
  return {
    move,
    dialogs: (
      <>
        <UnmetDialog asked={unmet} onClose={() => setUnmet(undefined)} onRefused={refused} />
        <ConflictDialog
          conflict={conflict}
          onClose={() => setConflict(undefined)}
          onMove={(asked) => void move(asked)}
        />
      </>
    ),
  };
}
