import { Button, Modal, Radio, Group as Row, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { count } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import { StaffPicker } from '@/ui/StaffPicker';
import { api, customers, type Group, type Kind, kinds } from './api';

interface Props {
  opened: boolean;
  /** The group to change; a new one without. */
  group?: Group;
  onClose: () => void;
  onSaved?: (id: number) => void;
}

/** Makes or changes a group. */
export function GroupForm(props: Props) {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.group ? t.groups.edit : t.groups.new}
      size="28rem"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <Body {...props} />
    </Modal>
  );
}

function Body({ group, onClose, onSaved }: Props) {
  const t = useText();
  const shared = useShared();
  const { solo, working } = useStaff();
  const [draft, setDraft] = useState({
    name: group?.name ?? '',
    kind: group?.kind ?? ('client' as Kind),
    inCharge: group?.inCharge ?? '',
    ownerId: group?.ownerId ?? working,
    note: group?.note ?? '',
    segmentId: group?.segmentId ?? 0,
  });
  const { problems, busy, save, clear } = useSaving();
  const segments =
    useQuery({
      queryKey: ['segment', 'choices'],
      queryFn: () => customers.Segments(),
      meta: { kinds: ['segment', 'customer'] },
    }).data ?? [];
  const counts = useQuery({
    queryKey: ['segment', 'choices', 'counts'],
    queryFn: () => customers.SegmentCounts(),
    meta: { kinds: ['segment', 'customer'] },
  }).data;
  const field = (name: string) => shared(`group.field.${name}`);
  const set = (changes: Partial<typeof draft>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      const saved = await api.Save({ id: group?.id ?? 0, version: group?.version ?? 0, ...draft });
      onClose();
      onSaved?.(saved.id);
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={field('name')}
          placeholder={t.groups.nameExample}
          data-autofocus
          withAsterisk
          value={draft.name}
          error={problems.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Radio.Group
          label={field('kind')}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as Kind })}
        >
          <Row mt="0.375rem" gap="lg">
            {kinds.map((kind) => (
              <Radio key={kind} value={kind} label={shared(`group.kind.${kind}`)} />
            ))}
          </Row>
        </Radio.Group>
        {solo && (
          <TextInput
            label={field('inCharge')}
            placeholder={t.groups.optional}
            value={draft.inCharge}
            error={problems.inCharge}
            onChange={(event) => set({ inCharge: event.currentTarget.value })}
          />
        )}
        <StaffPicker
          label={field('inCharge')}
          placeholder={draft.inCharge || t.staff.nobody}
          value={draft.ownerId}
          onChange={(ownerId) => set({ ownerId })}
          error={problems.ownerId}
        />
        {(segments.length > 0 || draft.segmentId !== 0) && (
          <Select
            label={t.groups.members}
            description={draft.segmentId === 0 ? undefined : t.groups.fillHint}
            data={[
              { value: '0', label: t.groups.byHand },
              ...segments.map((s) => ({
                value: String(s.id),
                label: t.groups.fromSegment(s.name, count(counts?.[s.id] ?? 0)),
              })),
            ]}
            allowDeselect={false}
            value={String(draft.segmentId)}
            onChange={(id) => set({ segmentId: Number(id ?? 0) })}
          />
        )}
        <Textarea
          label={field('note')}
          autosize
          minRows={2}
          value={draft.note}
          error={problems.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.ui.actions.save}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
