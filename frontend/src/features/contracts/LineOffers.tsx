import { Portal } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useLayoutEffect, useState } from 'react';
import { type product, services } from '@/bridge';
import { useText } from '@/i18n';
import { ourCurrency } from '@/lib/currency';
import { money } from '@/lib/format';
import { formatAmount, formatScaled } from '@/ui/amount';
import { customers } from './api';
import css from './lineOffers.module.css';
import type { Draft } from './lines';

type Offer = product.Offer;
const SHOWN = 8;

/**
 * What a row takes over from a product; quantity and discount stay the person's. The catalogue's prices
 * are in our currency: in another currency they would be wrong sums.
 */
export const filled = (row: Draft, offer: Offer, currency: string): Draft => ({
  ...row,
  name: offer.name,
  code: offer.code,
  spec: offer.spec,
  unit: offer.unit === '' ? row.unit : offer.unit,
  ...(currency === ourCurrency() && {
    listPrice: offer.listPrice,
    floor: offer.floor,
    price: offer.price === 0 ? row.price : formatAmount(offer.price),
  }),
  tax: offer.tax === 0 ? row.tax : formatScaled(offer.tax, 2),
  note: row.note === '' ? offer.package : row.note,
});

/**
 * Products offered below a name while it is typed. ↓ goes into the list and Enter takes one: Enter
 * alone goes on to the next row, as for goods that are in no catalogue.
 */
export function useLineOffers(customerId: number, onPick: (key: number, offer: Offer) => void) {
  const listId = useId();
  const [asked, setAsked] = useState<{ key: number; text: string; input: HTMLInputElement } | undefined>();
  const [at, setAt] = useState(-1);
  const text = asked?.text.trim() ?? '';
  const customer = useQuery({
    queryKey: ['customer', 'one', customerId],
    queryFn: () => customers.Get(customerId),
    enabled: customerId > 0,
  });
  const tier = customer.data?.customer.tier ?? '';
  const found = useQuery({
    queryKey: ['product', 'offers', text, tier],
    queryFn: () => services.product.Suggest(text, tier, SHOWN),
    // Before the tier is known the prices would be those of nobody.
    enabled: text !== '' && (customerId === 0 || customer.isFetched),
    placeholderData: keepPreviousData,
  }).data;
  const list = text === '' ? [] : (found ?? []);
  const close = () => {
    setAsked(undefined);
    setAt(-1);
  };
  const pick = (offer: Offer | undefined) => {
    if (!asked || !offer) return;
    onPick(asked.key, offer);
    close();
  };
  const open = asked !== undefined && list.length > 0;
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open || event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' && at >= 0 ? -1 : 0;
    if (step !== 0) setAt(Math.min(list.length - 1, at + step));
    else if (event.key === 'Enter' && at >= 0) pick(list[at]);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    typed: (key: number, value: string, input: HTMLInputElement) => {
      setAsked({ key, text: value, input });
      setAt(-1);
    },
    close,
    /** Takes the keys that move in the list; false leaves them to the grid. */
    onKey,
    /** For the input that is typed in. */
    controls: open
      ? { key: asked.key, list: listId, active: at >= 0 ? `${listId}-${at}` : undefined }
      : undefined,
    list: open && <List id={listId} under={asked.input} offers={list} at={at} onPick={pick} />,
  };
}

function List(props: {
  id: string;
  under: HTMLElement;
  offers: Offer[];
  at: number;
  onPick: (offer: Offer) => void;
}) {
  const t = useText();
  const { under } = props;
  const [box, setBox] = useState(() => under.getBoundingClientRect());
  // What stands above the lines comes and goes while a person types: the list follows its input. Nothing
  // runs while nothing moves.
  useLayoutEffect(() => {
    const follow = () => {
      const next = under.getBoundingClientRect();
      setBox((was) => (was.left === next.left && was.bottom === next.bottom ? was : next));
    };
    follow();
    const observer = new ResizeObserver(follow);
    for (let element: Element | null = under; element; element = element.parentElement)
      observer.observe(element);
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    window.addEventListener('resize', follow);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', follow, { capture: true });
      window.removeEventListener('resize', follow);
    };
  }, [under]);
  // Rows of the grid paint nothing beyond themselves: the list lies over the page.
  return (
    <Portal>
      <div className={css.panel} style={{ left: box.left, top: box.bottom + 2, minWidth: box.width }}>
        <div id={props.id} role="listbox" aria-label={t.contracts.lines.offers}>
          {props.offers.map((offer, i) => (
            <div
              key={offer.id}
              id={`${props.id}-${i}`}
              role="option"
              aria-selected={i === props.at}
              tabIndex={-1}
              className={`${css.offer} ${i === props.at ? css.at : ''}`}
              // Before the input loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                props.onPick(offer);
              }}
            >
              <span className={css.name}>{offer.name}</span>
              <span className={css.what}>{[offer.code, offer.spec].filter((s) => s !== '').join(' · ')}</span>
              <span className="num">{money(offer.price)}</span>
            </div>
          ))}
        </div>
        <p className={css.keys}>{t.contracts.lines.offersHint}</p>
      </div>
    </Portal>
  );
}
