import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { parsePercent } from '@/ui/amount';
import { MoneyInput } from '@/ui/inputs';
import { SideForm } from '@/ui/SideForm';
import { api, type Draft, keys } from './api';
import css from './products.module.css';
import { useCategories } from './useProduct';

interface Props {
  opened: boolean;
  name: string;
  /** The shelf that is looked at; 0 for none. */
  categoryId: number;
  onClose: () => void;
  onOpen: (id: number) => void;
}

/** 新建产品: what stands on a line of a contract; the rest is filled in on its page. */
export function NewProduct(props: Props) {
  const t = useText();
  return (
    <SideForm opened={props.opened} onClose={props.onClose} title={t.products.new}>
      <Form {...props} />
    </SideForm>
  );
}

function Form(props: Props) {
  const t = useText();
  const f = t.products.fields;
  const categories = useCategories();
  const units = useQuery({ queryKey: keys.units, queryFn: () => api.Units() }).data ?? [];
  const start = { name: '', code: '', spec: '', unit: '', tax: '' };
  const [typed, setTyped] = useState({ ...start, name: props.name });
  const [prices, setPrices] = useState<Record<'listPrice' | 'floorPrice' | 'cost', number | null>>({
    listPrice: null,
    floorPrice: null,
    cost: null,
  });
  const [categoryId, setCategory] = useState(props.categoryId);
  const { problems, busy, save, clear, refuse } = useSaving();

  const text = (key: keyof typeof start) => ({
    label: f[key],
    value: typed[key],
    error: problems[key],
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => {
      const value = event.currentTarget.value;
      setTyped((now) => ({ ...now, [key]: value }));
      clear();
    },
  });
  const price = (key: keyof typeof prices) => ({
    label: f[key],
    value: prices[key],
    error: problems[key],
    problem: t.ui.field.notAmount,
    onChange: (value: number | null) => {
      setPrices((now) => ({ ...now, [key]: value }));
      clear();
    },
  });

  const submit = (again: boolean) => {
    const tax = typed.tax.trim() === '' ? 0 : parsePercent(typed.tax);
    if (tax === undefined) return refuse({ tax: t.ui.field.notAmount });
    const draft: Draft = {
      ...typed,
      tax,
      categoryId,
      listPrice: prices.listPrice ?? 0,
      floorPrice: prices.floorPrice ?? 0,
      cost: prices.cost ?? 0,
    };
    const send = async () => {
      const made = await api.Create(draft);
      if (again) {
        // The next one is of the same kind: unit and tax stay.
        setTyped({ ...start, unit: typed.unit, tax: typed.tax });
        setPrices({ listPrice: null, floorPrice: null, cost: null });
        document.getElementById('new-product')?.focus();
      } else {
        props.onClose();
        props.onOpen(made.id);
      }
    };
    void save(send, (refused) => {
      if (refused.name) document.getElementById('new-product')?.focus();
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };
  return (
    <form className={css.form} onSubmit={onSubmit} noValidate>
      <TextInput id="new-product" data-autofocus withAsterisk {...text('name')} />
      <TextInput {...text('spec')} />
      <div className={css.two}>
        <TextInput {...text('code')} />
        <Autocomplete
          label={f.unit}
          data={units}
          value={typed.unit}
          error={problems.unit}
          onChange={(unit) => setTyped((now) => ({ ...now, unit }))}
        />
      </div>
      <div className={css.two}>
        <MoneyInput {...price('listPrice')} />
        <TextInput inputMode="decimal" placeholder="13%" {...text('tax')} />
      </div>
      <div className={css.two}>
        <MoneyInput {...price('floorPrice')} />
        <MoneyInput {...price('cost')} />
      </div>
      {categories.length > 0 && (
        <Select
          label={f.category}
          data={categories.map((c) => ({ value: String(c.id), label: c.path }))}
          value={categoryId === 0 ? null : String(categoryId)}
          clearable
          onChange={(value) => setCategory(Number(value ?? 0))}
        />
      )}
      <div className={css.formFoot}>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void submit(true)}>
          {t.products.createAnother}
        </Button>
        <Button type="submit" loading={busy}>
          {t.products.create}
        </Button>
      </div>
    </form>
  );
}
