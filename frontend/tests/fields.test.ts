import { describe, expect, it } from 'vitest';
import type { Definition, Field } from '@/features/templates/api';
import { choicesOf, choicesText, columnsOf, keyFor } from '@/features/templates/fieldKeys';
import { withField } from '@/features/templates/useEditor';

describe('the form of a field', () => {
  it('makes keys from labels that Go accepts and that nothing else has', () => {
    expect(keyFor('交货日期', () => false)).toBe('交货日期');
    expect(keyFor('Delivery date', () => false)).toBe('DeliveryDate');
    expect(keyFor('2 期', (key) => key === 'f2期')).toBe('f2期2');
    expect(new TextEncoder().encode(keyFor('很长的名称'.repeat(20), () => false)).length).toBeLessThan(56);
  });

  it('gives columns keys, keeps those they have, and refuses names that are missing, twice or taken', () => {
    expect(
      columnsOf([
        { key: '', label: ' 期次 ', type: 'text' },
        { key: 'amount', label: '金额', type: 'money' },
      ]),
    ).toEqual([
      { key: '期次', label: '期次', type: 'text' },
      { key: 'amount', label: '金额', type: 'money' },
    ]);
    for (const labels of [[''], ['金额', '金额'], ['序号'], ['Count'], ['金额=元'], []])
      expect(columnsOf(labels.map((label) => ({ key: '', label, type: 'text' })))).toBeUndefined();
  });

  it('reads choices as they are written', () => {
    const choices = choicesOf('prepaid=款到发货\n\n货到付款');
    expect(choices).toEqual([
      { value: 'prepaid', label: '款到发货' },
      { value: '货到付款', label: '货到付款' },
    ]);
    expect(choicesText({ choices } as Field)).toBe('prepaid=款到发货\n货到付款');
  });

  it('keeps what computes with a percent that gets another key', () => {
    const fields = [
      { key: 'deposit', label: '预付比例', type: 'percent' },
      { key: 'prepaid', label: '预付款', type: 'money', source: 'contract.amount', share: 'deposit' },
      { key: 'balance', label: '尾款', type: 'money', source: 'contract.amount', rest: 'deposit' },
    ] as Field[];
    const d = { fields, body: { type: 'doc' } } as Definition;
    const next = withField(d, 'deposit', { key: 'down', label: '首付', type: 'percent' } as Field);
    expect(next.fields.map((f) => f.share ?? f.rest ?? '')).toEqual(['', 'down', 'down']);
  });
});
