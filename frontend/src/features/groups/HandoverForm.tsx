import {
  Button,
  Checkbox,
  Chip,
  Modal,
  Group as Row,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { ago, count } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { api, listQuery, talk } from './api';
import css from './groups.module.css';
import { useInCharge } from './inCharge';

/** Who is handed over, and from which group. */
export interface Asked {
  fromId: number;
  fromName: string;
  customers: number[];
  /** The name of a single one. */
  name?: string;
}

/** How many exchanges go with each of several customers, and are offered for one. */
const RECENT = 5;
const OFFERED = 8;

/** Hands customers over to another group with topic, note and what was said. */
export function HandoverForm(props: { asked?: Asked; onClose: () => void; onDone?: () => void }) {
  const t = useText();
  return (
    <Modal
      opened={props.asked !== undefined}
      onClose={props.onClose}
      title={t.groups.handOver}
      size="32rem"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {props.asked && <Body asked={props.asked} onClose={props.onClose} onDone={props.onDone} />}
    </Modal>
  );
}

function Body({ asked, onClose, onDone }: { asked: Asked; onClose: () => void; onDone?: () => void }) {
  const t = useText();
  const shared = useShared();
  const single = asked.customers.length === 1 ? asked.customers[0] : undefined;
  const [draft, setDraft] = useState({ toId: 0, topic: '', note: '', needs: [] as string[], stay: false });
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set());
  const [recent, setRecent] = useState(true);
  const { problems, busy, save, clear } = useSaving();
  const groups = (useQuery(listQuery).data ?? []).filter((g) => g.id !== asked.fromId);
  const needs =
    useQuery({
      queryKey: ['interaction', 'needs', single],
      queryFn: () => api.Needs(single ?? 0),
      enabled: single !== undefined,
    }).data ?? [];
  const said =
    useQuery({
      queryKey: ['interaction', 'attach', single],
      queryFn: () => talk.List({ customerId: single ?? 0, limit: OFFERED }),
      enabled: single !== undefined,
    }).data ?? [];
  const inCharge = useInCharge();
  const field = (name: string) => shared(`group.field.${name}`);
  const set = (changes: Partial<typeof draft>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await api.HandOver({
        ...draft,
        customers: asked.customers,
        fromId: asked.fromId,
        interactions: said.filter((entry) => !without.has(entry.id)).map((entry) => entry.id),
        recent: single === undefined && recent ? RECENT : 0,
      });
      onClose();
      onDone?.();
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <p>
          <b>{asked.name ?? t.groups.customers(count(asked.customers.length))}</b>
          <span className={css.muted}> · {t.groups.from(asked.fromName)}</span>
        </p>
        <Select
          label={t.groups.toGroup}
          withAsterisk
          data-autofocus
          data={groups.map((g) => ({
            value: String(g.id),
            label: [g.name, inCharge(g)].filter((s) => s !== '').join(' · '),
          }))}
          value={draft.toId === 0 ? null : String(draft.toId)}
          error={problems.toId}
          onChange={(id) => set({ toId: Number(id ?? 0) })}
        />
        <TextInput
          label={field('topic')}
          placeholder={t.groups.topicExample}
          withAsterisk
          value={draft.topic}
          error={problems.topic}
          onChange={(event) => set({ topic: event.currentTarget.value })}
        />
        {needs.length > 0 && (
          <div>
            <p className={css.label}>{field('needs')}</p>
            <Chip.Group multiple value={draft.needs} onChange={(list) => set({ needs: list })}>
              <Row gap="xs">
                {needs.map((need) => (
                  <Chip key={need} value={need} variant="outline">
                    {need}
                  </Chip>
                ))}
              </Row>
            </Chip.Group>
          </div>
        )}
        <Textarea
          label={field('note')}
          autosize
          minRows={2}
          value={draft.note}
          error={problems.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        {single === undefined ? (
          <Checkbox
            label={t.groups.attachRecent(RECENT)}
            checked={recent}
            onChange={(event) => setRecent(event.currentTarget.checked)}
          />
        ) : (
          said.length > 0 && (
            <div>
              <p className={css.label}>{t.groups.attach}</p>
              <div className={css.attach}>
                {said.map((entry) => (
                  <Checkbox
                    key={entry.id}
                    classNames={{ label: css.attachLabel }}
                    label={`${ago(entry.at)} · ${entry.summary}`}
                    checked={!without.has(entry.id)}
                    onChange={(event) => {
                      const next = new Set(without);
                      if (event.currentTarget.checked) next.delete(entry.id);
                      else next.add(entry.id);
                      setWithout(next);
                    }}
                  />
                ))}
              </div>
            </div>
          )
        )}
        <Checkbox
          label={t.groups.stay(asked.fromName)}
          checked={draft.stay}
          onChange={(event) => set({ stay: event.currentTarget.checked })}
        />
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.groups.handOver}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
