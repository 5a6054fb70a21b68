import { Button, Checkbox, Menu, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { useSaving } from '@/lib/saving';
import { IconButton, LinkButton } from '@/ui/layout';
import { act } from './act';
import {
  type NumberRule,
  type NumberRuleView,
  numbers,
  type Purpose,
  purposes,
  type Reset,
  resets,
} from './api';
import { Loaded } from './parts';
import css from './settings.module.css';

/** What a part button puts into the pattern. */
const parts = { yyyy: '{yyyy}', yy: '{yy}', mm: '{mm}', dd: '{dd}', seq: '{seq:4}' } as const;
const partNames = Object.keys(parts) as (keyof typeof parts)[];

/** What the form holds of a rule. */
type Draft = Pick<NumberRule, 'name' | 'pattern' | 'reset' | 'purpose' | 'default'> & Partial<NumberRule>;

/** The rule itself, without what the list adds. */
function bare(rule: NumberRuleView): NumberRule {
  const { next: _, ...rest } = rule;
  return rest;
}

/** 编号规则: each with the number it would give next. */
export default function NumbersPage() {
  const t = useText();
  const n = t.settings.numbers;
  const query = useQuery({
    queryKey: ['number_rule', 'list'],
    queryFn: () => numbers.NumberRules(),
    meta: { kinds: ['number_rule', 'contract'] },
  });
  const [editing, setEditing] = useState<Draft | undefined>(undefined);
  return (
    <Loaded query={query}>
      {(rules) => (
        <>
          <p className={css.lead}>{n.note}</p>
          <ul className={css.rows}>
            {rules.map((rule) => (
              <li key={rule.id} className={css.row}>
                <div className={css.rowMain}>
                  <LinkButton title={n.edit} onClick={() => setEditing(bare(rule))}>
                    <span className={css.cardTitle}>{rule.name}</span>
                  </LinkButton>
                  {rule.default && <span className={css.badge}>{n.default}</span>}
                  <div className={css.muted}>
                    {n.purposes[rule.purpose]} · <span className={css.path}>{rule.pattern}</span> ·{' '}
                    {n.resets[rule.reset]}
                  </div>
                </div>
                <div className={css.end}>
                  <div className={css.muted}>{n.next}</div>
                  <div className={`num ${css.next}`}>{rule.next}</div>
                </div>
                <Menu position="bottom-end">
                  <Menu.Target>
                    <IconButton label={n.more(rule.name)}>
                      <IconDots size="1.125rem" />
                    </IconButton>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setEditing(bare(rule))}>{n.edit}</Menu.Item>
                    {!rule.default && (
                      <Menu.Item
                        onClick={() => act(numbers.SaveNumberRule({ ...bare(rule), default: true }))}
                      >
                        {n.makeDefault}
                      </Menu.Item>
                    )}
                    <Menu.Item c="var(--crm-seal)" onClick={() => act(numbers.TrashNumberRule(rule.id))}>
                      {n.remove}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              </li>
            ))}
          </ul>
          <div className={css.foot}>
            <Button
              variant="default"
              leftSection={<IconPlus size="1rem" />}
              onClick={() =>
                setEditing({
                  name: '',
                  pattern: n.newPattern[''],
                  reset: 'yearly',
                  purpose: '',
                  default: false,
                })
              }
            >
              {n.add}
            </Button>
          </div>
          {editing && <RuleForm rule={editing} onClose={() => setEditing(undefined)} />}
        </>
      )}
    </Loaded>
  );
}

function RuleForm({ rule, onClose }: { rule: Draft; onClose: () => void }) {
  const t = useText();
  const n = t.settings.numbers;
  const [draft, setDraft] = useState(rule);
  const { problems, busy, save: send } = useSaving();
  const input = useRef<HTMLInputElement>(null);
  const preview = usePreview(draft);

  const insert = (part: string) => {
    const at = input.current?.selectionStart ?? draft.pattern.length;
    const to = input.current?.selectionEnd ?? at;
    setDraft({ ...draft, pattern: draft.pattern.slice(0, at) + part + draft.pattern.slice(to) });
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at + part.length, at + part.length);
    });
  };
  const save = () =>
    send(async () => {
      await numbers.SaveNumberRule(draft);
      onClose();
    });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={rule.id === undefined ? n.addTitle : n.editTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          data-autofocus
          withAsterisk
          label={n.name}
          value={draft.name}
          error={problems.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <TextInput
          ref={input}
          withAsterisk
          label={n.pattern}
          description={n.patternNote}
          value={draft.pattern}
          error={preview.problem || undefined}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setDraft({ ...draft, pattern: event.currentTarget.value })}
        />
        <fieldset className={css.partBar} aria-label={n.parts}>
          {partNames.map((name) => (
            <button key={name} type="button" className={css.part} onClick={() => insert(parts[name])}>
              {n.part[name]}
            </button>
          ))}
        </fieldset>
        {rule.id === undefined && (
          <div>
            <div className={css.label} id="purpose-label">
              {n.purpose}
            </div>
            <SegmentedControl
              aria-labelledby="purpose-label"
              value={draft.purpose}
              onChange={(value) => {
                const untouched = draft.pattern === n.newPattern[draft.purpose];
                const pattern = untouched ? n.newPattern[value as Purpose] : draft.pattern;
                setDraft({ ...draft, purpose: value as Purpose, pattern });
              }}
              data={purposes.map((value) => ({ value, label: n.purposes[value] }))}
            />
          </div>
        )}
        <div>
          <div className={css.label} id="reset-label">
            {n.reset}
          </div>
          <SegmentedControl
            aria-labelledby="reset-label"
            value={draft.reset}
            onChange={(value) => setDraft({ ...draft, reset: value as Reset })}
            data={resets.map((value) => ({ value, label: n.resets[value] }))}
          />
        </div>
        <div className={css.preview} aria-live="polite">
          <div className={css.muted}>{n.preview}</div>
          {preview.numbers.map((number, i) => (
            <div key={number} className={css.previewLine}>
              <span>{i === 0 ? n.previewNext : n.previewPeriod}</span>
              <span className={`num ${css.next}`}>{number}</span>
            </div>
          ))}
        </div>
        <Checkbox
          label={n.asDefault[draft.purpose]}
          checked={draft.default}
          disabled={rule.default}
          onChange={(event) => setDraft({ ...draft, default: event.currentTarget.checked })}
        />
        <div className={css.formActions}>
          <Button variant="default" onClick={onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.ui.actions.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The first numbers of a rule while it is typed, or what is wrong with its pattern. */
function usePreview(draft: Draft): { numbers: string[]; problem: string } {
  const [shown, setShown] = useState<{ numbers: string[]; problem: string }>({ numbers: [], problem: '' });
  const { id, pattern, reset, purpose } = draft;
  useEffect(() => {
    let current = true;
    const timer = window.setTimeout(() => {
      // The name does not matter for the numbers; an empty one is no fault here.
      numbers.PreviewNumber({ id, name: '', pattern, reset, purpose, default: false }).then(
        (list) => {
          if (current) setShown({ numbers: list, problem: '' });
        },
        (cause) => {
          const fields = fieldSentences(cause);
          if (current) setShown({ numbers: [], problem: fields.pattern ?? fields.reset ?? sentence(cause) });
        },
      );
    }, 120);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [id, pattern, reset, purpose]);
  return shown;
}
