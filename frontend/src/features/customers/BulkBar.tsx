import { Button, Menu, TextInput } from '@mantine/core';
import { IconArrowMerge, IconChevronDown, IconEdit, IconTag, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { exportList } from '@/lib/exports';
import { useCustomerBulk } from '@/lib/feature';
import { count as format } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { useGo } from '@/lib/navigate';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { ConfirmDanger } from '@/ui/ConfirmDanger';
import { ExportMenu } from '@/ui/ExportMenu';
import { type Picked, PickedBar } from '@/ui/RecordList';
import { api, type Changes, idsOf, keys, type Query, updateMany } from './api';
import { BulkEdit } from './BulkEdit';
import { MERGE_MAX, mergePath } from './mergeFields';
import { tiers } from './words';

/** Deleting more than this asks first. */
const CONFIRM_OVER = 100;

/** What can be done with the chosen rows; it takes the place of the hint line. */
export function BulkBar({ picked, question }: { picked: Picked; question: Omit<Query, 'offset' | 'limit'> }) {
  const t = useText();
  const { count, selection, clear } = picked;
  const go = useGo();
  const others = useCustomerBulk();
  const staff = useStaff();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [editing, setEditing] = useState<number[] | undefined>(undefined);

  const act = async (work: (ids: number[]) => Promise<unknown>, keep = false) => {
    setBusy(true);
    try {
      await work(await idsOf(selection, question));
      if (!keep) clear();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  const change = (changes: Changes) => void act((ids) => updateMany(ids, changes), true);
  const trash = () =>
    void act(async (ids) => {
      await api.Trash(ids);
      picked.onTrashed(ids);
    });
  // A list to call or to write to leaves out who must not be contacted, and says so.
  const callList = async (ids: number[]) => {
    const reach = await services.interaction.Reachable(ids, true);
    const left = t.care.leftOut(format(reach.barred), reach.names, reach.barred > reach.names.length);
    if (reach.ids.length > 0) await exportList('customers', reach.ids, 'xlsx');
    if (reach.barred > 0) show({ text: left, lasts: 12_000 });
  };
  return (
    <PickedBar label={t.ui.grid.selected(format(count))} onClear={clear}>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<IconEdit size="1.125rem" />}
        onClick={() => void act(async (ids) => setEditing(ids), true)}
      >
        {t.clean.bulk.open}
      </Button>
      <AddTag disabled={busy} onTag={(tag) => change({ addTags: [tag] })} />
      <Menu>
        <Menu.Target>
          <Button variant="default" disabled={busy} rightSection={<IconChevronDown size="1rem" />}>
            {t.customers.bulk.setTier}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {tiers.map((tier) => (
            <Menu.Item key={tier} onClick={() => change({ tier })}>
              {t.customers.tierNote[tier]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => change({ tier: '' })}>{t.customers.noTier}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {!staff.solo && (
        <Menu>
          <Menu.Target>
            <Button variant="default" disabled={busy} rightSection={<IconChevronDown size="1rem" />}>
              {t.staff.change}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {staff.people.map((p) => (
              <Menu.Item key={p.id} onClick={() => change({ ownerId: p.id })}>
                {p.name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => change({ ownerId: 0 })}>{t.staff.nobody}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Menu>
        <Menu.Target>
          <Button variant="default" disabled={busy} rightSection={<IconChevronDown size="1rem" />}>
            {t.ui.actions.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((other) => (
            <Menu.Item
              key={other.key}
              leftSection={<other.icon size="1.125rem" />}
              onClick={() => void act(async (ids) => go(other.path(ids)), true)}
            >
              {other.label(t)}
            </Menu.Item>
          ))}
          {count > 1 && count <= MERGE_MAX && (
            <Menu.Item
              leftSection={<IconArrowMerge size="1.125rem" />}
              onClick={() => void act(async (ids) => go(mergePath(ids)), true)}
            >
              {t.merge.action}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ExportMenu
        list="customers"
        disabled={busy}
        onPick={(format) => void act((ids) => exportList('customers', ids, format), true)}
      >
        <Menu.Divider />
        <Menu.Item onClick={() => void act(callList, true)}>{t.customers.bulk.callList}</Menu.Item>
      </ExportMenu>
      <Button
        variant="default"
        c="var(--crm-seal)"
        disabled={busy}
        leftSection={<IconTrash size="1.125rem" />}
        onClick={() => (count > CONFIRM_OVER ? setAsking(true) : trash())}
      >
        {t.customers.bulk.delete}
      </Button>
      {editing && <BulkEdit ids={editing} onClose={() => setEditing(undefined)} onDone={clear} />}
      <ConfirmDanger
        opened={asking}
        title={t.customers.bulk.confirmTitle(format(count))}
        text={t.customers.bulk.confirmText}
        action={t.customers.bulk.delete}
        onConfirm={trash}
        onClose={() => setAsking(false)}
      />
    </PickedBar>
  );
}

function AddTag({ disabled, onTag }: { disabled: boolean; onTag: (tag: string) => void }) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const tags = useQuery({ queryKey: keys.tags, queryFn: () => api.Tags(), enabled: opened }).data ?? [];
  const add = (tag: string) => {
    if (tag.trim() === '') return;
    setOpened(false);
    setTyped('');
    onTag(tag.trim());
  };
  return (
    <Menu opened={opened} onChange={setOpened} trapFocus={false}>
      <Menu.Target>
        <Button variant="default" disabled={disabled} leftSection={<IconTag size="1.125rem" />}>
          {t.customers.bulk.addTag}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <TextInput
          autoFocus
          aria-label={t.customers.bulk.tagName}
          placeholder={t.customers.bulk.tagName}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent) || event.key === 'Escape') return;
            event.stopPropagation();
            if (event.key === 'Enter') add(typed);
          }}
        />
        {tags
          .filter((tag) => tag.name.includes(typed))
          .slice(0, 8)
          .map((tag) => (
            <Menu.Item key={tag.name} onClick={() => add(tag.name)}>
              {tag.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
