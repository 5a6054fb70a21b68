import { Button, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { Chip, LinkButton } from '@/ui/layout';
import { api, type Filter, type Query } from './api';
import { useFilterWords } from './Choosers';
import css from './customers.module.css';
import type { View } from './views';

/** Keeps what is filtered as a segment; changes or deletes the one that is looked at. */
export function SegmentTools(props: {
  view: View;
  filters: Filter[];
  sort: Query['sort'];
  columns: string[];
  onSaved: (id: number) => void;
  onGone: () => void;
}) {
  const t = useText();
  const s = t.customers.segments;
  const words = useFilterWords();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const { segment } = props.view;
  const filters = [...props.view.filters(), ...props.filters];
  const save = async (id: number, as: string) => {
    try {
      const saved = await api.SaveSegment({
        id,
        version: id === 0 ? 0 : (segment?.version ?? 0),
        name: as,
        filters,
        sort: props.sort,
        columns: props.columns,
      });
      setOpened(false);
      setName('');
      setProblem('');
      props.onSaved(saved.id);
    } catch (cause) {
      setProblem(fieldSentences(cause).name ?? sentence(cause));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(0, name);
  };
  const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });
  return (
    <>
      {segment &&
        props.view
          .filters()
          .filter((filter) => filter.field !== '')
          .map((filter) => <Chip key={`${filter.field}${filter.op}`}>{words.sentence(filter)}</Chip>)}
      {segment && props.filters.length > 0 && (
        <LinkButton onClick={() => void save(segment.id, segment.name)}>{s.update(segment.name)}</LinkButton>
      )}
      {props.filters.length > 0 && (
        <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
          <Popover.Target>
            <span>
              <LinkButton onClick={() => setOpened(!opened)}>{s.save}</LinkButton>
            </span>
          </Popover.Target>
          <Popover.Dropdown>
            <form className={css.segmentForm} onSubmit={submit}>
              <TextInput
                label={s.name}
                placeholder={s.example}
                data-autofocus
                value={name}
                error={problem}
                onChange={(event) => {
                  setName(event.currentTarget.value);
                  setProblem('');
                }}
              />
              <Button type="submit">{t.ui.actions.save}</Button>
            </form>
          </Popover.Dropdown>
        </Popover>
      )}
      {segment && props.filters.length === 0 && (
        <LinkButton onClick={() => void api.TrashSegment(segment.id).then(props.onGone, fail)}>
          {s.remove}
        </LinkButton>
      )}
    </>
  );
}
