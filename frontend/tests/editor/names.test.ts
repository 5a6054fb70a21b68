import { describe, expect, it } from 'vitest';
import type { Field } from '@/features/templates/api';
import { Names } from '@/features/templates/editor/names';

describe('the names of fields', () => {
  it('still have the label of a field that was taken away', () => {
    const words = { no: '\u5e8f\u53f7', count: '\u884c\u6570', sum: '\u5408\u8ba1' };
    const date = { key: 'deliveryDate', label: '\u4ea4\u8d27\u65e5\u671f', type: 'date' } as Field;
    const first = new Names([date], [], 'zh-CN', words);
    const second = new Names([], [], 'zh-CN', words, first);
    const third = new Names([], [], 'zh-CN', words, second);
    expect(third.of('deliveryDate')).toBeUndefined();
    expect(third.label('deliveryDate')).toBe('\u4ea4\u8d27\u65e5\u671f');
    expect(third.label('never')).toBe('never');
  });
});
