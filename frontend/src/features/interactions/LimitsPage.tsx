import { Button, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { useSaving } from '@/lib/saving';
import { api, keys, type Limits, type Medium, media } from './api';
import css from './care.module.css';
import { useWords } from './words';

const tiers = ['A', 'B', 'C', ''] as const;
const columns = ['week', 'month', 'year', 'neglect'] as const;

/** 设置 › 联系频率: how much contact is too much, and how little too little. */
export default function LimitsPage() {
  const query = useQuery({
    queryKey: keys.limits,
    queryFn: () => api.Limits(),
    meta: { kinds: ['setting'] },
  });
  if (query.error) return <p className={css.muted}>{sentence(query.error)}</p>;
  return query.data ? <Form limits={query.data} /> : null;
}

/** Shown as typed: nothing for "no limit". */
const shown = (n: number) => (n === 0 ? '' : String(n));
const typed = (text: string) => Number(text.replace(/\D/g, '').slice(0, 4) || 0);

function Form({ limits }: { limits: Limits }) {
  const t = useText();
  const c = t.care;
  const words = useWords();
  const [draft, setDraft] = useState(limits);
  const { problems, save: send } = useSaving();
  const save = (next: Limits) => {
    setDraft(next);
    return send(() => api.SetLimits(next));
  };
  const tier = (name: string) =>
    draft.tiers.find((x) => x.tier === name) ?? { tier: name, week: 0, month: 0, year: 0, neglect: 0 };
  const setTier = (name: string, key: (typeof columns)[number], text: string) =>
    setDraft({
      ...draft,
      tiers: tiers.map((x) => (x === name ? { ...tier(x), [key]: typed(text) } : tier(x))),
    });
  const by = (medium: Medium) => draft.media.find((m) => m.medium === medium)?.month ?? 0;
  const setBy = (medium: Medium, text: string) =>
    setDraft({
      ...draft,
      media: media
        .map((m) => ({ medium: m, month: m === medium ? typed(text) : by(m) }))
        .filter((m) => m.month > 0),
    });
  // Saved when a field is left, so that one step holds what was typed.
  const blur = () => {
    if (JSON.stringify(draft) !== JSON.stringify(limits)) void save(draft);
  };
  return (
    <>
      <p className={css.lead}>{c.limitsLead}</p>
      <Switch
        label={c.limitsOn}
        checked={draft.on}
        onChange={(event) => void save({ ...draft, on: event.currentTarget.checked })}
      />
      <fieldset className={css.fields} disabled={!draft.on}>
        <table className={css.limits}>
          <thead>
            <tr>
              <th scope="col">{c.tier}</th>
              {columns.map((key) => (
                <th key={key} scope="col">
                  {c[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tiers.map((name) => (
              <tr key={name}>
                <th scope="row">{c.tierName[name]}</th>
                {columns.map((key) => (
                  <td key={key}>
                    <TextInput
                      aria-label={`${c.tierName[name]} ${c[key]}`}
                      inputMode="numeric"
                      value={shown(tier(name)[key])}
                      error={problems[`tiers.${tiers.indexOf(name)}.${key}`]}
                      rightSection={<span className={css.unit}>{key === 'neglect' ? c.days : c.times}</span>}
                      rightSectionWidth="3rem"
                      onChange={(event) => setTier(name, key, event.currentTarget.value)}
                      onBlur={blur}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <div className={css.line}>
          <span>{c.running}</span>
          <TextInput
            aria-label={c.running}
            className={css.short}
            inputMode="numeric"
            value={shown(draft.running)}
            error={problems.running}
            rightSection={<span className={css.unit}>{c.days}</span>}
            rightSectionWidth="3rem"
            onChange={(event) => setDraft({ ...draft, running: typed(event.currentTarget.value) })}
            onBlur={blur}
          />
        </div>
        <h3 className={css.touchTitle}>{c.medium}</h3>
        <div className={css.media}>
          {media.map((m) => (
            <div key={m} className={css.line}>
              <span>{words.word('medium', m)}</span>
              <TextInput
                aria-label={`${c.medium}: ${words.word('medium', m)}`}
                className={css.short}
                inputMode="numeric"
                value={shown(by(m))}
                rightSection={<span className={css.unit}>{c.times}</span>}
                rightSectionWidth="3rem"
                onChange={(event) => setBy(m, event.currentTarget.value)}
                onBlur={blur}
              />
            </div>
          ))}
        </div>
      </fieldset>
      <div className={css.foot}>
        <span className={css.muted}>{c.zero}</span>
        <Button variant="default" onClick={() => void api.DefaultLimits().then(save)}>
          {c.reset}
        </Button>
      </div>
    </>
  );
}
