import { Button, Modal, Group as Row } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useText } from '@/i18n';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { Chip } from '@/ui/layout';
import { api, type Group, keys } from './api';
import { fail } from './fail';
import css from './groups.module.css';

/** Customers go into a group one after the other, each as soon as it is picked. */
export function AddMembers(props: { group: Group; opened: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t.groups.addMembers}
      size="30rem"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <Body group={props.group} onClose={props.onClose} />
    </Modal>
  );
}

function Body({ group, onClose }: { group: Group; onClose: () => void }) {
  const t = useText();
  const [added, setAdded] = useState<{ id: number; name: string }[]>([]);
  const ids = useQuery({
    queryKey: keys.members(group.id, 'ids'),
    queryFn: () => api.MemberIDs(group.id, {}),
    meta: { kinds: ['membership', 'customer'] },
  }).data;
  const without = useMemo(() => new Set([...(ids ?? []), ...added.map((c) => c.id)]), [ids, added]);
  return (
    <>
      <div className={css.pick}>
        <CustomerPicker
          label={t.groups.whoJoins(group.name)}
          without={without}
          onPick={(customer) =>
            void api.Add(group.id, [customer.id]).then(() => setAdded((list) => [...list, customer]), fail)
          }
        />
      </div>
      {added.length > 0 && (
        <p className={css.chips} role="status">
          {t.groups.added}
          {added.map((customer) => (
            <Chip key={customer.id}>{customer.name}</Chip>
          ))}
        </p>
      )}
      <Row justify="flex-end" mt="md">
        <Button onClick={onClose}>{t.groups.done}</Button>
      </Row>
    </>
  );
}
