import { Autocomplete, Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { show } from '@/lib/toasts';
import { customers, keys } from './api';
import css from './insight.module.css';

/** The lists whose customers often lack the same: one value is filled in for all that are chosen, as one step. */
export const alike = { noRegion: 'region', noIndustry: 'industry', noChannel: 'channel' } as const;
export type Alike = keyof typeof alike;

/** What a typed value changes: a region is what was typed of it, province first. */
function changesOf(list: Alike, typed: string): Record<string, string> {
  if (list !== 'noRegion') return { [alike[list]]: typed };
  const names = typed.split(/[\s,，、/]+/);
  return Object.fromEntries(
    (['province', 'city', 'district'] as const).flatMap((key, n) => (names[n] ? [[key, names[n]]] : [])),
  );
}

/** One value for the customers that are chosen in a list. */
export function FillMany(props: {
  list: Alike;
  /** Those on the screen, and those of them that are chosen. */
  shown: readonly number[];
  chosen: readonly number[];
  onChoose: (ids: readonly number[]) => void;
}) {
  const { list, shown, chosen } = props;
  const t = useText();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const field = alike[list];
  const used = useQuery({
    queryKey: keys.values(field),
    queryFn: () => customers.Values(field),
    enabled: list !== 'noRegion',
    meta: { kinds: ['customer'] },
  }).data;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const value = typed.trim();
    if (busy || value === '' || chosen.length === 0) return;
    setBusy(true);
    setProblem('');
    try {
      const done = await customers.UpdateMany([...chosen], changesOf(list, value));
      if (done.refused > 0) show({ text: t.clean.bulk.refused(count(done.refused)), tone: 'bad' });
      setTyped('');
      props.onChoose([]);
    } catch (cause) {
      setProblem(Object.values(fieldSentences(cause))[0] ?? sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  const input = {
    'aria-label': t.insight.fillMany.value(t.insight[field]),
    placeholder: list === 'noRegion' ? t.insight.regionExample : t.insight[field],
    value: typed,
    error: problem || undefined,
    className: list === 'noRegion' ? css.wideInput : css.input,
    spellCheck: false,
    autoComplete: 'off',
  };
  return (
    <form className={css.fillMany} onSubmit={(event) => void submit(event)}>
      <Checkbox
        label={chosen.length === 0 ? t.insight.fillMany.all : t.insight.fillMany.chosen(count(chosen.length))}
        checked={chosen.length === shown.length}
        indeterminate={chosen.length > 0 && chosen.length < shown.length}
        onChange={(event) => props.onChoose(event.currentTarget.checked ? shown : [])}
      />
      {chosen.length > 0 && (
        <>
          {list === 'noRegion' ? (
            <TextInput {...input} onChange={(event) => setTyped(event.currentTarget.value)} />
          ) : (
            <Autocomplete
              {...input}
              data={(used ?? []).map((one) => one.name)}
              limit={8}
              onChange={setTyped}
            />
          )}
          <Button type="submit" loading={busy} disabled={typed.trim() === ''}>
            {t.insight.fillMany.fill(count(chosen.length))}
          </Button>
        </>
      )}
    </form>
  );
}
