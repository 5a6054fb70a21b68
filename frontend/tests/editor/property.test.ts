import { describe, expect, it } from 'vitest';
import { soundDoc } from '@/features/templates/editor/guard';
import { fromTree, toTree } from '@/features/templates/editor/schema';
import { doc, type Walk, wander } from './make';

const condition = { op: 'eq', field: 'payment', value: 'cod' };
const start = doc(
  ['title', '买卖合同'],
  [
    'pairs',
    ['pair', { label: '甲方' }, ['field', { key: 'buyer.name' }]],
    ['when', { condition }, ['pair', { label: '电话' }]],
  ],
  ['paragraph', '双方订立本合同。'],
  [
    'clause',
    { id: 'goods' },
    ['heading', '货物'],
    ['clause', ['paragraph', '下列货物：'], ['lines', { columns: [{ name: 'no' }] }]],
  ],
  [
    'when',
    { condition },
    ['clause', ['heading', '付款'], ['clause', ['paragraph', '货到付款，见', ['ref', { clause: 'goods' }]]]],
  ],
  [
    'table',
    { grid: [{}, {}] },
    ['row', { part: 'head' }, ['cell', '项目'], ['cell', '说明']],
    ['when', { condition }, ['row', ['cell', { span: 2 }, '合计']]],
  ],
  [
    'signature',
    { closing: '（以下无正文）' },
    ['signatory', { label: '甲方', key: 'buyer.name' }, ['pair', { label: '日期' }, ['blank', { em: 8 }]]],
  ],
  ['attachment', { title: '清单' }, ['paragraph', '内容']],
);

describe('any sequence of commands', () => {
  it('leaves a document that keeps the schema', () => {
    const done: Walk['done'] = {};
    for (let seed = 1; seed <= 40; seed++) {
      const walk = wander(start, seed, 120, 10);
      for (const body of walk.bodies) {
        const read = fromTree(body);
        read.check();
        expect(soundDoc(read), JSON.stringify(body)).toBe(true);
        expect(toTree(read)).toEqual(body);
      }
      for (const [name, n] of Object.entries(walk.done)) done[name] = (done[name] ?? 0) + n;
    }
    // Every kind of change took place.
    expect(Object.keys(done).length).toBeGreaterThan(30);
  }, 120_000);
});
