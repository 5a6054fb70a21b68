import { Button, Radio, TextInput } from '@mantine/core';
import { IconClipboardList, IconId, IconPencilPlus } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Picked, pickFiles } from '@/bridge';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import { Keys } from '@/ui/layout';
import { fail } from './Actions';
import { api, type Lead, type Look } from './api';
import { EntryFields, useTakes } from './EntryFields';
import { blocked, type Choice, entryOf, usual } from './entry';
import css from './leads.module.css';
import { Findings, GradeMark, Reasons } from './Marks';
import { PasteDialog } from './PasteDialog';

/** 记线索: one line, looked at before it is saved; several lines become a table. */
export function QuickEntry(props: {
  asked: boolean;
  onAsked: () => void;
  /** Cards that were dropped on the screen. */
  dropped: Picked | undefined;
}) {
  const { asked, onAsked, dropped } = props;
  const t = useText();
  const q = t.leads.quick;
  const box = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState('');
  const [choice, setChoice] = useState<Choice | undefined>(undefined);
  const [many, setMany] = useState<{ text: string; looks: Look[] } | undefined>(undefined);
  const [busy, setBusy] = useState<'read' | 'save' | undefined>(undefined);
  /** Enter came again while the line was read: it is saved as soon as it is understood. */
  const again = useRef(false);
  useEffect(() => {
    if (!asked) return;
    box.current?.focus();
    onAsked();
  }, [asked, onAsked]);

  const read = async (text: string) => {
    if (text.trim() === '') return;
    again.current = false;
    setBusy('read');
    let one: Choice | undefined;
    try {
      const looks = await api.Read(text);
      const [first] = looks;
      if (looks.length > 1) setMany({ text, looks });
      else if (first) one = usual(first);
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(undefined);
    }
    setChoice(one);
    // What may be somebody known already is looked at first, however fast Enter is.
    if (one && again.current && one.look.known.length === 0) await save(one, text);
  };
  const clear = () => {
    setLine('');
    setChoice(undefined);
    box.current?.focus();
  };
  const save = async (what: Choice, text: string) => {
    if (blocked(what)) return show({ text: q.bad, tone: 'bad' });
    setBusy('save');
    try {
      await api.Enter([entryOf(what)]);
      setChoice(undefined);
      setLine((now) => (now === text ? '' : now)); // the next one may be typed already
      box.current?.focus();
    } catch (cause) {
      fail(cause);
    } finally {
      setBusy(undefined);
    }
  };
  const cards = async (get: () => Promise<Picked | undefined>) => {
    try {
      const file = await get();
      if (file) setMany({ text: '', looks: await api.ReadCards(file.token) });
    } catch (cause) {
      fail(cause);
    }
  };
  const choose = async () => (await pickFiles({ filter: 'table' }))[0];
  const latest = useRef(cards);
  latest.current = cards;
  useEffect(() => void latest.current(async () => dropped), [dropped]);
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (!text.trim().includes('\n')) return;
    event.preventDefault();
    void read(text);
  };
  return (
    <section className={css.quick} aria-label={q.label}>
      <form
        className={css.quickLine}
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) again.current = true;
          else if (choice) void save(choice, line);
          else void read(line);
        }}
      >
        <TextInput
          ref={box}
          className={css.quickBox}
          aria-label={q.label}
          placeholder={q.placeholder}
          leftSection={<IconPencilPlus size="1.125rem" />}
          rightSection={line === '' ? undefined : <Keys keys="Enter" />}
          rightSectionWidth="4rem"
          autoComplete="off"
          value={line}
          onPaste={onPaste}
          onChange={(event) => {
            setLine(event.currentTarget.value);
            setChoice(undefined);
          }}
        />
        <Button variant="default" loading={busy === 'read'} onClick={() => void read(line)}>
          {q.read}
        </Button>
        <Button
          variant="default"
          leftSection={<IconClipboardList size="1.125rem" />}
          onClick={() => setMany({ text: '', looks: [] })}
        >
          {q.paste}
        </Button>
        <Button variant="default" leftSection={<IconId size="1.125rem" />} onClick={() => void cards(choose)}>
          {q.cards}
        </Button>
      </form>
      {choice && (
        <Card
          choice={choice}
          busy={busy === 'save'}
          onChange={setChoice}
          onSave={() => void save(choice, line)}
          onCancel={() => setChoice(undefined)}
        />
      )}
      <PasteDialog
        begin={many}
        onClose={() => setMany(undefined)}
        onSaved={() => {
          setMany(undefined);
          clear();
        }}
      />
    </section>
  );
}

/** How long after the last key what is known of a draft is asked again. */
const PAUSE = 250;

/** What was understood of the line, and what is known of it. Enter saves, Esc drops it. */
function Card(props: {
  choice: Choice;
  busy: boolean;
  onChange: (choice: Choice) => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  const t = useText();
  const q = t.leads.quick;
  const { choice, onChange } = props;
  const { look } = choice;
  const takes = useTakes();
  const [edits, setEdits] = useState(0);
  const latest = useRef({ choice, onChange });
  latest.current = { choice, onChange };
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  useEffect(() => {
    if (edits === 0) return;
    let current = true;
    const timer = window.setTimeout(() => {
      const { choice: now } = latest.current;
      void api.Check(now.look.lead, now.look.newChannel).then((next) => {
        if (!current) return;
        const { choice: then, onChange: tell } = latest.current;
        const fresh = usual({ ...next, lead: then.look.lead, text: then.look.text });
        const still = takesOf(fresh.look).includes(then.take);
        tell({ ...fresh, take: still ? then.take : fresh.take, newKind: then.newKind });
      }, fail);
    }, PAUSE);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [edits]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return;
    event.stopPropagation();
    props.onCancel();
  };
  const kind = choice.take.split(':')[0];
  return (
    <form
      className={css.card}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.busy) props.onSave();
      }}
      noValidate
    >
      <EntryFields
        choice={choice}
        onLead={(changes: Partial<Lead>) => {
          onChange({ ...choice, look: { ...look, lead: { ...look.lead, ...changes } } });
          setEdits((n) => n + 1);
        }}
        onKind={(newKind) => onChange({ ...choice, newKind })}
      />
      <div className={css.verdict}>
        <p className={css.gradeLine}>
          <GradeMark grade={look.graded.grade} />
          <span className={css.muted}>{t.leads.score(look.graded.score)}</span>
        </p>
        <Reasons graded={look.graded} />
        {look.findings.some((f) => !f.ok) && <Findings findings={look.findings.filter((f) => !f.ok)} />}
        {look.known.length > 0 && (
          <Radio.Group label={q.take} value={choice.take} onChange={(take) => onChange({ ...choice, take })}>
            <div className={css.choices}>
              {takes(look, false).map((take) => (
                <Radio
                  key={take.value}
                  value={take.value}
                  label={take.label}
                  description={take.why || undefined}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        <div className={css.cardFoot}>
          <Button variant="default" onClick={props.onCancel}>
            {q.cancel}
          </Button>
          <Button ref={button} type="submit" loading={props.busy}>
            {kind === 'customer' ? q.saveNews : kind === 'lead' ? q.saveKnown : q.save}
          </Button>
        </div>
      </div>
    </form>
  );
}

const takesOf = (look: Look): string[] => [
  'new',
  ...look.known.map((k) => (k.customerId > 0 ? `customer:${k.customerId}` : `lead:${k.leadId}`)),
];
