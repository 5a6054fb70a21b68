import { Button, Group, MultiSelect, NumberInput, Radio, Select, TagsInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { type Assignment, type AssignRule, api, keys } from './api';
import css from './leads.module.css';

/** Who gets new leads, and how the pool works. Draws nothing in solo mode. */
export function AssignmentForm() {
  const { solo } = useStaff();
  const query = useQuery({
    queryKey: keys.assignment,
    queryFn: () => api.Assignment(),
    meta: { kinds: ['setting'] },
    enabled: !solo,
  });
  return !solo && query.data ? <Form key={JSON.stringify(query.data)} kept={query.data} /> : null;
}

const rests = ['own', 'round', 'pool'] as const;

function Form({ kept }: { kept: Assignment }) {
  const t = useText();
  const a = t.leads.assign;
  const { people, name } = useStaff();
  const [draft, setDraft] = useState(kept);
  const { problems, busy, save } = useSaving();
  const changed = JSON.stringify(draft) !== JSON.stringify(kept);
  const set = (changes: Partial<Assignment>) => setDraft({ ...draft, ...changes });
  const rule = (at: number, changes: Partial<AssignRule>) =>
    set({ rules: draft.rules.map((r, i) => (i === at ? { ...r, ...changes } : r)) });
  const products =
    useQuery({
      queryKey: ['product', 'assignable'],
      queryFn: () => services.product.List({ limit: 500 }),
      meta: { kinds: ['product'] },
      enabled: draft.rules.some((r) => r.by === 'product'),
    }).data?.rows ?? [];
  const who = (
    label: string,
    value: number[],
    error: string | undefined,
    onChange: (ids: number[]) => void,
  ) => (
    <MultiSelect
      aria-label={label}
      placeholder={value.length === 0 ? a.people : undefined}
      data={[
        ...people.map((p) => ({ value: String(p.id), label: p.name })),
        ...value
          .filter((id) => !people.some((p) => p.id === id))
          .map((id) => ({ value: String(id), label: a.left(name(id)) })),
      ]}
      value={value.map(String)}
      error={error}
      onChange={(list) => onChange(list.map(Number))}
    />
  );
  const days = (
    label: string,
    suffix: string,
    value: number,
    error: string | undefined,
    onChange: (n: number) => void,
  ) => (
    <NumberInput
      label={label}
      value={value}
      error={error}
      allowDecimal={false}
      min={0}
      suffix={suffix}
      onChange={(next) => onChange(Number(next) || 0)}
    />
  );
  return (
    <Section
      title={a.title}
      action={
        <LinkButton
          onClick={() =>
            set({ rules: [...draft.rules, { by: 'region', regions: [], products: [], people: [] }] })
          }
        >
          <IconPlus size="1rem" />
          {a.add}
        </LinkButton>
      }
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save(() => api.SetAssignment(draft));
        }}
        noValidate
      >
        <p className={css.muted}>{a.lead}</p>
        {draft.rules.map((r, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules keep their places while edited
          <div key={at} className={css.assignRule}>
            <Select
              aria-label={a.by(at + 1)}
              allowDeselect={false}
              data={[
                { value: 'region', label: a.region },
                { value: 'product', label: a.product },
              ]}
              value={r.by}
              onChange={(by) => (by === 'region' || by === 'product') && rule(at, { by })}
            />
            {r.by === 'region' ? (
              <TagsInput
                aria-label={a.regions(at + 1)}
                placeholder={r.regions.length === 0 ? a.regionsHint : undefined}
                value={r.regions}
                error={problems[`rules.${at}.regions`]}
                splitChars={[',', '，', '、', ';', '；']}
                onChange={(regions) => rule(at, { regions })}
              />
            ) : (
              <MultiSelect
                aria-label={a.products(at + 1)}
                placeholder={r.products.length === 0 ? a.productsHint : undefined}
                searchable
                data={products.map((p) => ({ value: String(p.id), label: p.name }))}
                value={r.products.map(String)}
                error={problems[`rules.${at}.products`]}
                onChange={(list) => rule(at, { products: list.map(Number) })}
              />
            )}
            {who(a.to(at + 1), r.people, problems[`rules.${at}.people`], (ids) => rule(at, { people: ids }))}
            <IconButton
              label={a.remove(at + 1)}
              onClick={() => set({ rules: draft.rules.filter((_, i) => i !== at) })}
            >
              <IconX size="1rem" />
            </IconButton>
          </div>
        ))}
        <Radio.Group
          label={draft.rules.length === 0 ? a.all : a.rest}
          value={draft.rest}
          onChange={(rest) => {
            const next = rests.find((one) => one === rest);
            if (next) set({ rest: next });
          }}
        >
          <div className={css.choices}>
            {rests.map((one) => (
              <Radio key={one} value={one} label={a.rests[one]} />
            ))}
          </div>
        </Radio.Group>
        {draft.rest === 'round' &&
          who(a.rests.round, draft.people, problems.people, (ids) => set({ people: ids }))}
        <div className={css.three}>
          {days(a.quota, a.pieces, draft.quota, problems.quota, (quota) => set({ quota }))}
          {days(a.returnDays, a.days, draft.returnDays, problems.returnDays, (returnDays) =>
            set({ returnDays }),
          )}
          {draft.returnDays > 0 &&
            days(a.noticeDays, a.days, draft.noticeDays, problems.noticeDays, (noticeDays) =>
              set({ noticeDays }),
            )}
        </div>
        <p className={css.muted}>{a.how}</p>
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={!changed}>
            {t.ui.actions.save}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
