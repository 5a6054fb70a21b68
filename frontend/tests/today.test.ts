import { describe, expect, it } from 'vitest';
import { features } from '@/app/features';
import { todayOrder } from '@/lib/feature';

describe('the order of 今日', () => {
  it('has a place for every block that a feature brings, and no other', () => {
    const stated = Object.values(todayOrder).flat();
    const brought = features.flatMap((f) => f.todaySections ?? []).map((one) => one.key);
    expect([...brought].sort()).toEqual([...stated].sort());
  });
  it('puts money before tasks', () => {
    expect(todayOrder.top).toContain('payments');
    expect(todayOrder.main).toContain('tasks');
  });
});
