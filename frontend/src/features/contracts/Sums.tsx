import { useCallback } from 'react';
import { useText } from '@/i18n';
import { money } from '@/lib/format';
import type { Field, View } from './api';
import { FieldInput } from './FieldInput';
import css from './form.module.css';
import type { ContractModel } from './useContract';
import { useWords } from './words';

/** Below the lines: what comes off the whole, the sums, and the amount in words. */
export function Sums(props: { model: ContractModel; view: View; disabled: boolean; problem?: string }) {
  const { model, view } = props;
  const words = useWords();
  const t = useText();
  const { contract, totals } = view;
  const sum = (label: string, minor: number, strong = false) => (
    <div className={`${css.sum} ${strong ? css.total : ''}`}>
      <span>{label}</span>
      <span className="num">{money(minor, contract.currency, true)}</span>
    </div>
  );
  const edit = model.edit;
  const onDiscount = useCallback(
    (_: Field, value: unknown) => {
      const typed = String(value ?? '')
        .normalize('NFKC')
        .replace('%', '')
        .trim();
      const points = Math.round(Number(typed) * 100);
      if (Number.isFinite(points)) edit({ wholeDiscount: points });
    },
    [edit],
  );
  const discount: Field = {
    key: 'wholeDiscount',
    label: words.field('wholeDiscount'),
    type: 'percent',
    value: contract.wholeDiscount === 0 ? undefined : contract.wholeDiscount,
    text: '',
    origin: '',
    used: true,
    missing: false,
  };
  return (
    <div className={css.sums}>
      <div className={css.discount}>
        <FieldInput
          field={discount}
          pending={'wholeDiscount' in model.unsaved}
          problem={props.problem}
          disabled={props.disabled}
          onChange={onDiscount}
        />
      </div>
      <div className={css.sumList} aria-live="off">
        {(totals.discount !== 0 || totals.tax !== 0) && sum(t.contracts.lines.sum, totals.subtotal)}
        {totals.discount !== 0 && sum(t.contracts.lines.discounted, -totals.discount)}
        {totals.tax !== 0 && sum(t.contracts.lines.taxSum, totals.tax)}
        {sum(t.contracts.lines.total, totals.total, true)}
        <div className={css.inWords} lang={view.contract.language}>
          {view.amountInWords}
        </div>
      </div>
    </div>
  );
}
