import { TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { money } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { formatScaled, parseScaled } from '@/ui/amount';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import type { Changes, Detail, Part } from './api';
import { ProductPicker } from './ProductPicker';
import css from './products.module.css';

/** What is in a package, and the packages a product is in. */
export function Parts({ product, save }: { product: Detail; save: (changes: Changes) => Promise<unknown> }) {
  const t = useText();
  const go = useGo();
  const [adding, setAdding] = useState(false);
  const put = (parts: Part[]) =>
    void save({ parts }).catch((cause: unknown) => show({ text: sentence(cause), tone: 'bad' }));
  const parts = product.items.map(({ productId, qty }) => ({ productId, qty }));
  return (
    <>
      {/* What is part of a package cannot become one. */}
      {product.in.length === 0 && (
        <Section
          title={t.products.package}
          count={product.items.length}
          action={!adding && <LinkButton onClick={() => setAdding(true)}>{t.products.addPart}</LinkButton>}
        >
          {product.items.length === 0 && !adding && <p className={css.muted}>{t.products.packageNote}</p>}
          {product.items.map((item) => (
            <div key={item.productId} className={css.part}>
              <LinkButton onClick={() => go(`/products/${item.productId}`)}>
                <span className={item.gone ? css.gone : undefined}>{item.name}</span>
              </LinkButton>
              <span className={css.muted}>{item.spec}</span>
              <Quantity
                key={item.qty}
                label={t.products.qtyOf(item.name)}
                value={item.qty}
                onSave={(qty) =>
                  put(parts.map((part) => (part.productId === item.productId ? { ...part, qty } : part)))
                }
              />
              <span className={css.unit}>{item.unit}</span>
              <span className={`${css.partAmount} num`}>{money(item.amount)}</span>
              <IconButton
                label={t.products.removePart(item.name)}
                onClick={() => put(parts.filter((part) => part.productId !== item.productId))}
              >
                <IconX size="1rem" />
              </IconButton>
            </div>
          ))}
          {product.items.length > 0 && (
            <p className={css.muted}>
              {t.products.separately(money(product.separately))}
              {product.listPrice > 0 &&
                product.listPrice < product.separately &&
                ` · ${t.products.saves(money(product.separately - product.listPrice))}`}
            </p>
          )}
          {adding && (
            <ProductPicker
              label={t.products.addPart}
              without={new Set([product.id, ...product.items.map((item) => item.productId)])}
              onPick={(offer) => {
                setAdding(false);
                put([...parts, { productId: offer.id, qty: 1000 }]);
              }}
              onLeave={() => setAdding(false)}
            />
          )}
        </Section>
      )}
      {product.in.length > 0 && (
        <Section title={t.products.inside} count={product.in.length}>
          {product.in.map((other) => (
            <div key={other.id} className={css.part}>
              <LinkButton onClick={() => go(`/products/${other.id}`)}>{other.name}</LinkButton>
              <span className={css.muted}>{other.spec}</span>
            </div>
          ))}
        </Section>
      )}
    </>
  );
}

/** A quantity in thousandths; Enter or leaving the field saves what reads as one. */
function Quantity(props: { label: string; value: number; onSave: (qty: number) => void }) {
  const [typed, setTyped] = useState(formatScaled(props.value, 3));
  const qty = parseScaled(typed, 3);
  const good = qty !== undefined && qty > 0;
  return (
    <TextInput
      size="xs"
      className={css.qty}
      aria-label={props.label}
      inputMode="decimal"
      value={typed}
      error={!good}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (good && qty !== props.value) props.onSave(qty);
        else setTyped(formatScaled(props.value, 3));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isComposing(event.nativeEvent)) event.currentTarget.blur();
      }}
    />
  );
}
