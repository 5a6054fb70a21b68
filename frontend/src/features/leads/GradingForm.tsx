import { Button, Group, NumberInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { MoneyInput } from '@/ui/inputs';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { fail } from './Actions';
import { api, type Grading, keys } from './api';
import css from './leads.module.css';

const rules = ['hot', 'warm', 'need', 'decisionMaker', 'answered', 'number', 'unclean'] as const;

/** The rules that make leads hot, warm or cold. */
export function GradingForm() {
  const query = useQuery({
    queryKey: keys.grading,
    queryFn: () => api.Grading(),
    meta: { kinds: ['setting'] },
  });
  return query.data ? <Form key={JSON.stringify(query.data)} kept={query.data} /> : null;
}

function Form({ kept }: { kept: Grading }) {
  const t = useText();
  const c = t.leads.channels;
  const [draft, setDraft] = useState(kept);
  const { problems, busy, save } = useSaving();
  const changed = JSON.stringify(draft) !== JSON.stringify(kept);
  const number = (label: string, value: number, error: string | undefined, set: (n: number) => void) => (
    <NumberInput
      aria-label={label}
      value={value}
      error={error}
      allowDecimal={false}
      min={-100}
      max={100}
      suffix={` ${c.point}`}
      onChange={(next) => set(Number(next) || 0)}
    />
  );
  const budget = (at: number, changes: Partial<Grading['budgets'][number]>) =>
    setDraft({ ...draft, budgets: draft.budgets.map((b, i) => (i === at ? { ...b, ...changes } : b)) });
  return (
    <Section title={c.grading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(() => api.SetGrading(draft));
        }}
        noValidate
      >
        <p className={css.muted}>
          {c.gradingLead} {c.channelPoints}
        </p>
        {rules.map((key) => (
          <div key={key} className={css.rule}>
            <span>{c.rule[key]}</span>
            <span />
            {number(c.rule[key], draft[key], problems[key], (n) => setDraft({ ...draft, [key]: n }))}
          </div>
        ))}
        {draft.budgets.map((b, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their places while edited
          <div key={at} className={css.rule}>
            <span>{c.budget(at + 1)}</span>
            <MoneyInput
              aria-label={c.budgetFrom(at + 1)}
              value={b.from === 0 ? null : b.from}
              error={problems[`budgets.${at}.from`]}
              problem={t.ui.field.notAmount}
              onChange={(from) => budget(at, { from: from ?? 0 })}
            />
            {number(c.budgetPoints(at + 1), b.points, problems[`budgets.${at}.points`], (points) =>
              budget(at, { points }),
            )}
            <IconButton
              label={c.removeBudget(at + 1)}
              onClick={() => setDraft({ ...draft, budgets: draft.budgets.filter((_, i) => i !== at) })}
            >
              <IconX size="1rem" />
            </IconButton>
          </div>
        ))}
        {draft.budgets.length < 6 && (
          <LinkButton
            onClick={() => setDraft({ ...draft, budgets: [...draft.budgets, { from: 0, points: 10 }] })}
          >
            {c.addBudget}
          </LinkButton>
        )}
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={() => void api.FirstGrading().then(setDraft, fail)}>
            {c.reset}
          </Button>
          <Button type="submit" loading={busy} disabled={!changed}>
            {t.ui.actions.save}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
