import { Button, Group, Modal, Select, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { fail } from './Actions';
import { api, type Lead, type Look } from './api';
import { EntryFields, useTakes } from './EntryFields';
import { blocked, type Choice, entryOf, usual } from './entry';
import css from './leads.module.css';
import { GradeMark } from './Marks';
import { useChannels, useWords } from './useLead';

/** Several lines, or cards, as a table: looked at, put right, saved as one step. */
export function PasteDialog(props: {
  begin: { text: string; looks: Look[] } | undefined;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useText();
  return (
    <Modal
      opened={props.begin !== undefined}
      onClose={props.onClose}
      size="72rem"
      title={t.leads.quick.pasteTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {props.begin && <Form begin={props.begin} onClose={props.onClose} onSaved={props.onSaved} />}
    </Modal>
  );
}

function Form(props: { begin: { text: string; looks: Look[] }; onClose: () => void; onSaved: () => void }) {
  const t = useText();
  const q = t.leads.quick;
  const [text, setText] = useState(props.begin.text);
  const [choices, setChoices] = useState<Choice[]>(() => props.begin.looks.map(usual));
  const [open, setOpen] = useState(-1);
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(false);
    }
  };
  const set = (at: number, choice: Choice) =>
    setChoices((list) => list.map((c, i) => (i === at ? choice : c)));
  const taken = choices.filter((c) => c.take !== 'skip');
  if (choices.length === 0)
    return (
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void act(async () => setChoices((await api.Read(text)).map(usual)));
        }}
      >
        <Textarea
          data-autofocus
          label={q.pasteTitle}
          description={q.pasteHint}
          minRows={8}
          maxRows={16}
          autosize
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={text.trim() === ''}>
            {q.check}
          </Button>
        </Group>
      </form>
    );
  return (
    <>
      <p className={css.muted}>{q.found(choices.length)}</p>
      <Table choices={choices} open={open} onOpen={setOpen} onChange={set} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button
          data-autofocus
          loading={busy}
          disabled={taken.length === 0 || taken.some(blocked)}
          onClick={() => void act(() => api.Enter(taken.map(entryOf)).then(props.onSaved))}
        >
          {q.saveAll(taken.length)}
        </Button>
      </Group>
    </>
  );
}

function Table(props: {
  choices: Choice[];
  open: number;
  onOpen: (at: number) => void;
  onChange: (at: number, choice: Choice) => void;
}) {
  const t = useText();
  const words = useWords();
  const columns = ['name', 'phone', 'company', 'channelId', 'need', 'amount'];
  return (
    <div className={css.tableBox}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t.leads.quick.line}</th>
            {columns.map((c) => (
              <th key={c} scope="col">
                {words.field(c)}
              </th>
            ))}
            <th scope="col">{t.leads.grade}</th>
            <th scope="col">{t.leads.quick.take}</th>
          </tr>
        </thead>
        <tbody>
          {props.choices.map((choice, at) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: lines keep their places
              key={at}
              at={at}
              choice={choice}
              open={props.open === at}
              onOpen={() => props.onOpen(props.open === at ? -1 : at)}
              onChange={(next) => props.onChange(at, next)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line(props: {
  at: number;
  choice: Choice;
  open: boolean;
  onOpen: () => void;
  onChange: (choice: Choice) => void;
}) {
  const t = useText();
  const q = t.leads.quick;
  const words = useWords();
  const channels = useChannels();
  const takes = useTakes();
  const { at, choice, onChange } = props;
  const { look } = choice;
  const l = look.lead;
  const [edited, setEdited] = useState<Lead | undefined>(undefined);
  useEffect(() => {
    if (!edited) return;
    let current = true;
    const timer = window.setTimeout(() => {
      void api.Check(edited, look.newChannel).then((next) => {
        if (!current) return;
        setEdited(undefined);
        onChange({ ...choice, look: { ...next, lead: edited, text: look.text, double: look.double } });
      }, fail);
    }, 250);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [edited, choice, look, onChange]);
  const bad = blocked(choice);
  const problem = look.problems[0];
  const unmet = look.findings.filter((f) => !f.ok);
  const channel = channels.find((c) => c.id === l.channelId)?.name ?? look.newChannel;
  return (
    <>
      <tr className={choice.take === 'skip' ? css.skipped : ''}>
        <td>
          <button type="button" className={css.lineButton} aria-expanded={props.open} onClick={props.onOpen}>
            {at + 1}
          </button>
        </td>
        <td>
          <button
            type="button"
            className={css.nameButton}
            title={q.correct}
            aria-expanded={props.open}
            onClick={props.onOpen}
          >
            {l.name === '' ? q.noName : l.name} <IconPencil size="0.875rem" aria-hidden />
          </button>
        </td>
        <td className="num">{l.phone}</td>
        <td>{l.company}</td>
        <td>{channel}</td>
        <td>{l.need}</td>
        <td className="num">{l.amount > 0 ? money(l.amount) : ''}</td>
        <td>
          <GradeMark grade={look.graded.grade} />
        </td>
        <td className={css.takeCell}>
          <Select
            size="sm"
            aria-label={q.verdictOf(l.name)}
            allowDeselect={false}
            data={takes(look, true)}
            value={choice.take}
            onChange={(take) => take && onChange({ ...choice, take })}
          />
          {bad && problem && <span className={css.unmet}>{words.shared(problem.code, problem.params)}</span>}
          {look.double > 0 && <span className={css.muted}>{q.double(look.double)}</span>}
          {unmet.map((f) => (
            <span key={f.code} className={css.unmet}>
              {words.shared(f.code, f.params)}
            </span>
          ))}
        </td>
      </tr>
      {props.open && (
        <tr>
          <td colSpan={9}>
            <EntryFields
              choice={choice}
              onLead={(changes) => {
                const lead = { ...l, ...changes };
                onChange({ ...choice, look: { ...look, lead } });
                setEdited(lead);
              }}
              onKind={(newKind) => onChange({ ...choice, newKind })}
            />
          </td>
        </tr>
      )}
    </>
  );
}
