import { Button, Menu, Popover, TextInput } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconDownload,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { exportFormats, exportList } from '@/lib/exports';
import { useCustomerBulk } from '@/lib/feature';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { IconButton, LinkButton } from '@/ui/layout';
import { api, type Filter, type Query, type Segment } from './api';
import css from './customers.module.css';

interface Props {
  segment?: Segment;
  /** All segments in their order. */
  segments: Segment[];
  /** Everything that is asked, and whether that is not what the segment keeps. */
  filters: Filter[];
  changed: boolean;
  question: Omit<Query, 'offset' | 'limit'>;
  columns: string[];
  onSaved: (id: number) => void;
  onRevert: () => void;
  onGone: () => void;
}

/** Keeps what is filtered as a segment; changes, moves, exports or deletes the one that is looked at. */
export function SegmentTools(props: Props) {
  const t = useText();
  const s = t.customers.segments;
  const { segment, filters, changed } = props;
  const [naming, setNaming] = useState(false);
  const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });
  const saveNew = async (name: string) => {
    const { sort } = props.question;
    const saved = await api.SaveSegment({ id: 0, version: 0, name, filters, sort, columns: props.columns });
    props.onSaved(saved.id);
  };
  const update = () =>
    segment && void api.SaveSegment({ ...segment, filters }).then((saved) => props.onSaved(saved.id), fail);
  return (
    <>
      {segment && changed && (
        <>
          <LinkButton onClick={update}>{s.update(segment.name)}</LinkButton>
          <LinkButton onClick={props.onRevert}>{s.revert}</LinkButton>
        </>
      )}
      {filters.length > 0 && changed && (
        <NameForm label={segment ? s.saveNew : s.save} name="" onName={saveNew} />
      )}
      {segment && naming && (
        <NameForm
          key="rename"
          opened
          label={s.rename}
          name={segment.name}
          onName={(name) => api.SaveSegment({ ...segment, name })}
          onClose={() => setNaming(false)}
        />
      )}
      {segment && <SegmentMenu {...props} segment={segment} onRename={() => setNaming(true)} />}
    </>
  );
}

/** Asks for a name beside the link that opens it. */
function NameForm(props: {
  label: string;
  name: string;
  opened?: boolean;
  onName: (name: string) => Promise<unknown>;
  onClose?: () => void;
}) {
  const t = useText();
  const s = t.customers.segments;
  const [opened, setOpened] = useState(props.opened ?? false);
  const [name, setName] = useState(props.name);
  const [problem, setProblem] = useState('');
  const change = (next: boolean) => {
    setOpened(next);
    if (!next) props.onClose?.();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await props.onName(name);
      setName('');
      change(false);
    } catch (cause) {
      setProblem(fieldSentences(cause).name ?? sentence(cause));
    }
  };
  return (
    <Popover opened={opened} onChange={change} position="bottom-start" withRoles={false} trapFocus>
      <Popover.Target>
        <span>
          <LinkButton onClick={() => change(!opened)}>{props.label}</LinkButton>
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
  );
}

/** What can be done with a segment and with everybody in it. */
function SegmentMenu(props: Props & { segment: Segment; onRename: () => void }) {
  const { segment, segments, question } = props;
  const t = useText();
  const s = t.customers.segments;
  const go = useGo();
  const others = useCustomerBulk();
  const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });
  const at = segments.findIndex((g) => g.id === segment.id);
  const move = (by: number) => {
    const ids = segments.map((g) => g.id).filter((id) => id !== segment.id);
    ids.splice(at + by, 0, segment.id);
    void api.OrderSegments(ids).catch(fail);
  };
  const everybody = async (work: (ids: number[]) => unknown) => {
    try {
      const ids = await api.IDs({ ...question, offset: 0, limit: 0 });
      if (ids.length === 0) show({ text: s.exportEmpty });
      else await work(ids);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <IconButton label={s.menu}>
          <IconDots size="1.25rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats('customers').map((format) => (
          <Menu.Item
            key={format}
            leftSection={<IconDownload size="1.125rem" />}
            onClick={() => void everybody((ids) => exportList('customers', ids, format))}
          >
            {s.export(t.exchange.export[format])}
          </Menu.Item>
        ))}
        {others.map((other) => (
          <Menu.Item
            key={other.key}
            leftSection={<other.icon size="1.125rem" />}
            onClick={() => void everybody((ids) => go(other.path(ids)))}
          >
            {s.all(other.label(t))}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPencil size="1.125rem" />} onClick={props.onRename}>
          {s.rename}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size="1.125rem" />}
          disabled={at <= 0}
          closeMenuOnClick={false}
          onClick={() => move(-1)}
        >
          {s.up}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size="1.125rem" />}
          disabled={at === segments.length - 1}
          closeMenuOnClick={false}
          onClick={() => move(1)}
        >
          {s.down}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size="1.125rem" />}
          c="var(--crm-seal)"
          onClick={() => void api.TrashSegment(segment.id).then(props.onGone, fail)}
        >
          {s.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
