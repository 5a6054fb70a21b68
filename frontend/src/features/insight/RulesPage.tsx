import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useSaving } from '@/lib/saving';
import { Empty, Section } from '@/ui/layout';
import { api, facets, keys, type Rules } from './api';
import css from './insight.module.css';

/** 评分与阶段: the rules, as they are kept. */
export default function RulesPage() {
  const t = useText();
  const query = useQuery({ queryKey: keys.rules, queryFn: () => api.Rules(), meta: { kinds: ['setting'] } });
  if (query.error && !query.data) return <Empty title={sentence(query.error)} />;
  if (!query.data) return <output className={css.waiting}>{t.insight.loading}</output>;
  return <Form key={JSON.stringify(query.data)} rules={query.data} />;
}

type Numbers = 'activeDays' | 'dormantDays' | 'lostDays' | 'tierA' | 'tierB' | 'staleDays';

function Form({ rules }: { rules: Rules }) {
  const t = useText();
  const s = t.insight.settings;
  const [draft, setDraft] = useState(rules);
  const { problems, busy, save: send } = useSaving();
  const changed = JSON.stringify(draft) !== JSON.stringify(rules);
  const save = () => send(() => api.SaveRules(draft));
  const number = (key: Numbers, label: string, unit: string) => (
    <div className={css.rule0}>
      <label htmlFor={`rule-${key}`}>{label}</label>
      <NumberInput
        id={`rule-${key}`}
        className={css.number}
        value={draft[key]}
        error={problems[key]}
        min={0}
        allowDecimal={false}
        allowNegative={false}
        suffix={` ${unit}`}
        onChange={(value) => setDraft({ ...draft, [key]: Number(value) || 0 })}
      />
    </div>
  );
  const tick = (key: 'lifecycle' | 'drafts' | 'tasks' | 'running', label: string, description?: string) => (
    <Checkbox
      label={label}
      description={description}
      checked={draft[key]}
      onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.checked })}
    />
  );
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Section title={s.lifecycle}>
        <div className={css.stack}>
          {tick('lifecycle', s.keep, s.keepNote)}
          {number('dormantDays', s.wonDays, s.days)}
          {number('activeDays', s.activeDays, s.days)}
          {number('lostDays', s.lostDays, s.days)}
          <p className={css.muted}>{s.counts}</p>
          {tick('drafts', s.drafts)}
          {tick('tasks', s.tasks)}
          {tick('running', s.running)}
          <p className={css.muted}>{s.nothing}</p>
        </div>
      </Section>
      <Section title={s.tiers}>
        <div className={css.stack}>
          {number('tierA', s.tierA, s.pointsUnit)}
          {number('tierB', s.tierB, s.pointsUnit)}
          <p className={css.muted}>{s.tiersNote}</p>
        </div>
      </Section>
      <Section title={s.data}>
        <div className={css.stack}>
          <Checkbox.Group
            label={s.needs}
            value={draft.needs}
            error={problems.needs}
            onChange={(needs) => setDraft({ ...draft, needs: facets.filter((f) => needs.includes(f)) })}
          >
            <div className={css.needs}>
              {facets.map((f) => (
                <Checkbox key={f} value={f} label={t.insight.facets[f]} />
              ))}
            </div>
          </Checkbox.Group>
          {number('staleDays', s.staleDays, s.days)}
        </div>
      </Section>
      <div className={css.actions}>
        <Button type="submit" disabled={!changed} loading={busy}>
          {s.save}
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setDraft(rules)}>
          {t.ui.actions.cancel}
        </Button>
      </div>
    </form>
  );
}
