import { Button, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconRefresh, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { IconButton } from '@/ui/layout';
import { api, type Detail } from './api';
import { CloseDialog, type Ending } from './CloseDialog';
import css from './opportunities.module.css';

const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** What becomes of an opportunity: won, lost, void, open again, deleted. */
export function Actions({ detail, onTrashed }: { detail: Detail; onTrashed?: () => void }) {
  const t = useText();
  const o = t.opportunities;
  const [closing, setClosing] = useState<Ending | undefined>();
  return (
    <div className={css.bar}>
      {detail.outcome === 'open' ? (
        <>
          <Button leftSection={<IconCheck size="1.125rem" />} onClick={() => setClosing('won')}>
            {o.win}
          </Button>
          <Button
            variant="default"
            leftSection={<IconX size="1.125rem" />}
            onClick={() => setClosing('lost')}
          >
            {o.lose}
          </Button>
        </>
      ) : (
        <Button
          variant="default"
          leftSection={<IconRefresh size="1.125rem" />}
          onClick={() => void api.Reopen(detail.id).catch(fail)}
        >
          {o.reopen}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={o.more}>
            <IconDots size="1.25rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {detail.outcome === 'open' && <Menu.Item onClick={() => setClosing('void')}>{o.void}</Menu.Item>}
          <Menu.Item
            color="red"
            leftSection={<IconTrash size="1.125rem" />}
            onClick={() => void api.Trash([detail.id]).then(onTrashed, fail)}
          >
            {o.trash}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CloseDialog
        asked={closing && { id: detail.id, name: detail.name, from: detail.stageId, as: closing }}
        onClose={() => setClosing(undefined)}
      />
    </div>
  );
}
