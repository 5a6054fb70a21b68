import { useText } from '@/i18n';
import { money } from '@/lib/format';
import { useStaff } from '@/lib/staff';
import { formatScaled } from '@/ui/amount';
import { EditableField, type Editor, Facts, type FieldValue, PlainFact } from '@/ui/EditableField';
import { Section } from '@/ui/layout';
import { type Changes, type Detail, tiers } from './api';
import css from './products.module.css';
import { useCategories } from './useProduct';

type Save = (changes: Changes) => Promise<unknown>;

/** What a product is and what it costs, each fact edited where it stands. */
export function ProductFacts({ product: p, save, named }: { product: Detail; save: Save; named?: boolean }) {
  const t = useText();
  const f = t.products.fields;
  const categories = useCategories();
  const { seesCosts } = useStaff();
  const plain = (key: 'name' | 'code' | 'spec' | 'unit' | 'remark', editor: Editor = { kind: 'text' }) => (
    <EditableField
      label={f[key]}
      value={p[key]}
      editor={editor}
      onSave={(value) => save({ [key]: value ?? '' })}
    />
  );
  const price = (label: string, value: number, onSave: (value: FieldValue) => Promise<unknown>) => (
    <EditableField
      key={label}
      label={label}
      value={value === 0 ? null : value}
      editor={{ kind: 'money' }}
      display={<span className="num">{money(value)}</span>}
      onSave={onSave}
    />
  );
  const tier = (name: string, value: FieldValue) => {
    const { [name]: _, ...others } = p.tierPrices;
    // null takes the price away: the list price holds again.
    return save({ tierPrices: value === null ? { ...others, [name]: null } : { [name]: value } });
  };
  return (
    <>
      <Facts>
        {named && plain('name')}
        {plain('code')}
        {plain('spec')}
        {plain('unit')}
        <EditableField
          label={f.category}
          value={p.categoryId === 0 ? '' : String(p.categoryId)}
          editor={{
            kind: 'choice',
            options: categories.map((c) => ({ value: String(c.id), label: c.path })),
          }}
          display={p.categoryName}
          onSave={(value) => save({ categoryId: Number(value ?? 0) })}
        />
        <EditableField
          label={f.status}
          value={p.status}
          editor={{
            kind: 'choice',
            options: [
              { value: 'on', label: t.products.on },
              { value: 'off', label: t.products.off },
            ],
          }}
          onSave={(value) => save({ status: value || 'on' })}
        />
        <EditableField
          label={f.warranty}
          value={p.warrantyMonths === 0 ? '' : String(p.warrantyMonths)}
          editor={{ kind: 'text' }}
          display={t.products.months(p.warrantyMonths)}
          onSave={(value) => save({ warrantyMonths: value === '' ? 0 : Number(value) })}
        />
        {plain('remark', { kind: 'multi' })}
      </Facts>
      <Section title={t.products.prices}>
        <Facts>
          {price(f.listPrice, p.listPrice, (value) => save({ listPrice: value ?? 0 }))}
          {tiers.map((name) =>
            price(t.products.tierPrice(name), p.tierPrices[name] ?? 0, (value) => tier(name, value)),
          )}
          {price(f.floorPrice, p.floorPrice, (value) => save({ floorPrice: value ?? 0 }))}
          {seesCosts && price(f.cost, p.cost, (value) => save({ cost: value ?? 0 }))}
          <EditableField
            label={f.tax}
            value={p.tax === 0 ? null : p.tax}
            editor={{ kind: 'percent' }}
            display={<span className="num">{formatScaled(p.tax, 2)}%</span>}
            onSave={(value) => save({ tax: value ?? 0 })}
          />
          {seesCosts && p.listPrice > 0 && p.costs > 0 && (
            <PlainFact label={t.products.margin}>
              <span className={`num ${p.costs > p.listPrice ? css.loss : ''}`}>
                {money(p.listPrice - p.costs)} · {Math.round(((p.listPrice - p.costs) / p.listPrice) * 100)}%
              </span>
            </PlainFact>
          )}
        </Facts>
      </Section>
    </>
  );
}
