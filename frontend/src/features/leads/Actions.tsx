import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconDots,
  IconHandGrab,
  IconRecycle,
  IconRefresh,
  IconTrash,
  IconUserCheck,
  IconUserX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { IconButton } from '@/ui/layout';
import { api, type Detail } from './api';
import { ConvertDialog } from './ConvertDialog';
import { PutDialog } from './PutDialog';

export const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** What can be done with one lead. */
export function Actions({ lead, onGone }: { lead: Detail; onGone: () => void }) {
  const t = useText();
  const go = useGo();
  const [converting, setConverting] = useState(false);
  const [putting, setPutting] = useState<'recycled' | 'invalid' | ''>('');
  const open = lead.state === 'open';
  const { solo } = useStaff();
  return (
    <>
      {!solo && open && lead.ownerId === 0 && (
        <Button
          variant="default"
          leftSection={<IconHandGrab size="1.125rem" />}
          onClick={() => void api.Grab([lead.id]).catch(fail)}
        >
          {t.leads.team.grab}
        </Button>
      )}
      {lead.state === 'converted' && lead.customerName !== '' && (
        <Button variant="default" onClick={() => go(`/customers/${lead.customerId}`)}>
          {t.leads.openCustomer}
        </Button>
      )}
      {(open || lead.state === 'recycled') && (
        <Button leftSection={<IconUserCheck size="1.125rem" />} onClick={() => setConverting(true)}>
          {t.leads.convert.action}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t.ui.actions.more}>
            <IconDots size="1.25rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {!solo && open && lead.ownerId !== 0 && (
            <Menu.Item
              leftSection={<IconArrowBackUp size="1.125rem" />}
              onClick={() => void api.Release([lead.id]).catch(fail)}
            >
              {t.leads.team.release}
            </Menu.Item>
          )}
          {open && (
            <>
              <Menu.Item leftSection={<IconRecycle size="1.125rem" />} onClick={() => setPutting('recycled')}>
                {t.leads.put.recycle}
              </Menu.Item>
              <Menu.Item leftSection={<IconUserX size="1.125rem" />} onClick={() => setPutting('invalid')}>
                {t.leads.put.invalid}
              </Menu.Item>
            </>
          )}
          {(lead.state === 'recycled' || lead.state === 'invalid') && (
            <Menu.Item
              leftSection={<IconRefresh size="1.125rem" />}
              onClick={() => void api.Reopen([lead.id]).catch(fail)}
            >
              {t.leads.put.reopen}
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            leftSection={<IconTrash size="1.125rem" />}
            onClick={() => void api.Trash([lead.id]).then(onGone, fail)}
          >
            {t.leads.trash}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConvertDialog lead={lead} opened={converting} onClose={() => setConverting(false)} />
      <PutDialog ids={[lead.id]} state={putting} onClose={() => setPutting('')} />
    </>
  );
}
